package dev.spannerpipe.policy;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;

/// Parses YAML into values with line numbers. Tags never create objects, and aliases are rejected
/// before they could be expanded.
final class YamlText {
  private static final int DEPTH = 16;
  private static final int CODE_POINTS = 262_144;

  private final Problems problems;

  private YamlText(Problems problems) {
    this.problems = problems;
  }

  /// Returns the only document of the file; empty if a problem was found.
  static Optional<Value> read(String text, Problems problems) {
    return new YamlText(problems).document(text);
  }

  private Optional<Value> document(String text) {
    try {
      events(text);
      Node root = problems.isEmpty() ? yaml().compose(new StringReader(text)) : null;
      return root == null ? nothing() : Optional.of(value(root));
    } catch (MarkedYAMLException problem) {
      int line = line(problem.getProblemMark());
      problems.add(line, "", "not YAML: " + problem.getProblem() + hint(text, line));
    } catch (ReaderException problem) {
      int line =
          (int) text.codePoints().limit(problem.getPosition()).filter(each -> each == '\n').count()
              + 1;
      problems.add(line, "", "not YAML: it contains a character that YAML does not allow");
    } catch (YAMLException problem) {
      problems.add(1, "", "not YAML: " + problem.getMessage());
    }
    return Optional.empty();
  }

  private static String hint(String text, int line) {
    boolean expression =
        text.lines().skip(line - 1L).limit(1).anyMatch(found -> found.contains(TextPattern.MARK));
    return expression ? "; put a regular expression in a list in quotes: '~\"…\"'" : "";
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(DEPTH);
    options.setCodePointLimit(CODE_POINTS);
    DumperOptions output = new DumperOptions();
    return new Yaml(new SafeConstructor(options), new Representer(output), output, options);
  }

  private Optional<Value> nothing() {
    if (problems.isEmpty()) {
      problems.add(1, "", "the file is empty; for a policy that allows nothing, write rules: []");
    }
    return Optional.empty();
  }

  /// Checks the parser's events before the tree of the document is built.
  private void events(String text) {
    int documents = 0;
    for (Event event : yaml().parse(new StringReader(text))) {
      documents += event instanceof DocumentStartEvent ? 1 : 0;
      if (event instanceof DocumentStartEvent && documents == 2) {
        problems.add(line(event.getStartMark()), "", "a policy is one YAML document, not several");
      }
      if (event instanceof NodeEvent node) {
        check(node);
      }
    }
  }

  private void check(NodeEvent event) {
    int line = line(event.getStartMark());
    if (event instanceof AliasEvent) {
      problems.add(line, "", "aliases are not allowed: write out *" + event.getAnchor());
    } else if (event.getAnchor() != null) {
      problems.add(line, "", "anchors are not allowed: &" + event.getAnchor());
    } else if (tag(event) != null) {
      problems.add(line, "", "tags are not allowed: " + tag(event));
    }
  }

  private static @Nullable String tag(NodeEvent event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent collection -> collection.getTag();
      default -> null;
    };
  }

  private Value value(Node node) {
    return switch (node) {
      case ScalarNode scalar ->
          new Value.Scalar(line(node.getStartMark()), scalar.getValue(), type(scalar.getTag()));
      case SequenceNode sequence ->
          new Value.Items(
              line(node.getStartMark()), sequence.getValue().stream().map(this::value).toList());
      case MappingNode mapping -> mapping(mapping);
      default -> throw new YAMLException("unknown kind of node");
    };
  }

  private Value mapping(MappingNode node) {
    Set<String> keys = new HashSet<>();
    List<Value.Member> members = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      int line = line(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(line, "", "a key must be a string; put a UUID in braces into quotes");
      } else if (!keys.add(key.getValue())) {
        problems.add(line, "", "duplicate key " + key.getValue());
      } else {
        members.add(new Value.Member(key.getValue(), line, value(tuple.getValueNode())));
      }
    }
    return new Value.Mapping(line(node.getStartMark()), List.copyOf(members));
  }

  private static Value.Type type(Tag tag) {
    if (tag.equals(Tag.STR)) {
      return Value.Type.TEXT;
    }
    if (tag.equals(Tag.BOOL)) {
      return Value.Type.FLAG;
    }
    if (tag.equals(Tag.INT)) {
      return Value.Type.WHOLE;
    }
    return tag.equals(Tag.NULL) ? Value.Type.EMPTY : Value.Type.OTHER;
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }
}
