package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import liquibase.parser.core.yaml.YamlParser;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Composes the nodes of a YAML or JSON changelog before Liquibase does, and limits their number
/// and depth.
///
/// Liquibase expands every alias without a limit, so a few lines can fill its memory or its stack.
/// The limit of this class applies to the number of nodes after all aliases are expanded. It does
/// not apply to the number of aliases, because many aliases are legitimate: for example, five
/// thousand change sets may share twenty columns.
final class YamlNodes {
  /// The maximum number of nodes, with all aliases expanded.
  static final int MOST_NODES = 2_000_000;

  /// The maximum nesting depth, with all aliases expanded. SnakeYAML limits the depth without
  /// aliases to [LoaderOptions#getNestingDepthLimit()].
  private static final int DEEPEST = 500;

  private final String file;
  private final Map<Node, Size> sizes = new HashMap<>();
  private final Set<Node> open = new HashSet<>();
  private final Deque<Frame> frames = new ArrayDeque<>();

  private YamlNodes(String file) {
    this.file = file;
  }

  /// The size of a node with everything below it.
  private record Size(long nodes, int depth) {}

  /// A node whose children are being counted.
  private record Frame(Node node, Iterator<Node> rest) {}

  /// Returns the root node; null if the file has none.
  static @Nullable Node compose(String file, String text) {
    LoaderOptions options = YamlParser.createLoaderOptions();
    try {
      Parser parser = new ParserImpl(new StreamReader(text), options);
      Node root = new Composer(new Counting(file, parser), new Resolver(), options).getSingleNode();
      if (root != null) {
        new YamlNodes(file).measure(root);
      }
      return root;
    } catch (MarkedYAMLException problem) {
      Mark mark = problem.getProblemMark();
      throw LiquibaseErrors.unreadable(
          file,
          mark == null ? 0 : mark.getLine() + 1,
          mark == null ? 0 : mark.getColumn() + 1,
          problem.getProblem().startsWith("but found")
              ? problem.getContext() + ", " + problem.getProblem()
              : problem.getProblem());
    } catch (YAMLException problem) {
      // SnakeYAML's depth limit has no exception class of its own and reports no line.
      int line = lineBelow(options.getNestingDepthLimit(), text, options);
      throw line > 0
          ? tooDeep(file, line, options.getNestingDepthLimit())
          : LiquibaseErrors.unreadable(file, 0, 0, LiquibaseErrors.text(problem));
    }
  }

  /// A parser that fails as soon as there are more than [#MOST_NODES] nodes, before they fill the
  /// memory.
  private static final class Counting implements Parser {
    private final String file;
    private final Parser parser;
    private int nodes;

    Counting(String file, Parser parser) {
      this.file = file;
      this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
      return parser.peekEvent();
    }

    @Override
    public Event getEvent() {
      Event event = parser.getEvent();
      if (event instanceof NodeEvent && ++nodes > MOST_NODES) {
        throw tooMany(file, event.getStartMark().getLine() + 1);
      }
      return event;
    }
  }

  private static ConfigurationFailure tooMany(String file, int line) {
    return new ConfigurationFailure(
            "Could not read the changelog %s: it has more than %,d nodes with its aliases expanded; the limit is exceeded at line %d"
                .formatted(file, MOST_NODES, line),
            "Split the file, or remove aliases of large structures")
        .at(file, line);
  }

  private static ConfigurationFailure tooDeep(String file, int line, int limit) {
    return new ConfigurationFailure(
            "Could not read the changelog %s: it is nested more than %d levels deep"
                .formatted(new SourceLocation(file, line), limit),
            "Remove levels of nesting there")
        .at(file, line);
  }

  /// Returns the line of the first node that is nested more than `depth` levels deep; 0 if there is
  /// none.
  private static int lineBelow(int depth, String text, LoaderOptions options) {
    int level = 0;
    for (Event event : new Yaml(options).parse(new StringReader(text))) {
      if (event instanceof NodeEvent && level > depth) {
        return event.getStartMark().getLine() + 1;
      }
      if (event instanceof CollectionStartEvent) {
        level++;
      } else if (event instanceof CollectionEndEvent) {
        level--;
      }
    }
    return 0;
  }

  /// Computes the size of each node, after the sizes of the node's children. It uses no recursion,
  /// because the nodes may be nested more deeply than the thread's stack allows.
  private void measure(Node root) {
    begin(root);
    while (!frames.isEmpty()) {
      Frame frame = frames.peek();
      if (frame.rest().hasNext()) {
        Node child = frame.rest().next();
        if (!sizes.containsKey(child)) {
          begin(child);
        }
      } else {
        frames.pop();
        open.remove(frame.node());
        sizes.put(frame.node(), size(frame.node()));
      }
    }
  }

  private void begin(Node node) {
    if (!open.add(node)) {
      throw new ConfigurationFailure(
              "Could not read the changelog %s: the anchor &%s contains an alias of itself"
                  .formatted(new SourceLocation(file, line(node)), node.getAnchor()),
              "Remove the alias *%s from the content of the anchor".formatted(node.getAnchor()))
          .at(file, line(node));
    }
    frames.push(new Frame(node, children(node).iterator()));
  }

  private static List<Node> children(Node node) {
    return switch (node) {
      case MappingNode mapping ->
          mapping.getValue().stream()
              .flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()))
              .toList();
      case SequenceNode sequence -> sequence.getValue();
      default -> List.of();
    };
  }

  private Size size(Node node) {
    long nodes = 1;
    int depth = 1;
    for (Node child : children(node)) {
      Size size = sizes.get(child);
      if (size != null) {
        nodes += size.nodes();
        depth = Math.max(depth, size.depth() + 1);
      }
    }
    if (nodes > MOST_NODES) {
      throw tooMany(file, line(node));
    }
    if (depth > DEEPEST) {
      throw tooDeep(file, line(node), DEEPEST);
    }
    return new Size(nodes, depth);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
