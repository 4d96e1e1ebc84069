package dev.spannerpipe.changelog.source.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads YAML nodes as Liquibase's `ParsedNode` does: a list of mappings is the same as one mapping
/// with all their keys, merge keys count, and of a key that stands twice the last one is read.
final class YamlTree {
  private YamlTree() {}

  /// A key with its value.
  record Child(String name, Node key, Node value) {
    private static Child of(NodeTuple tuple) {
      return new Child(scalar(tuple.getKeyNode()), tuple.getKeyNode(), tuple.getValueNode());
    }

    /// The line of the key. Of an alias it is where its anchor is: SnakeYAML remembers no other.
    int line() {
      return YamlTree.line(key);
    }
  }

  /// Returns the keys below a node, in order.
  static List<Child> children(Node node) {
    return switch (node) {
      case MappingNode mapping -> entries(mapping);
      case SequenceNode sequence ->
          sequence.getValue().stream()
              .filter(MappingNode.class::isInstance)
              .flatMap(item -> entries((MappingNode) item).stream())
              .toList();
      default -> List.of();
    };
  }

  /// Returns what is in a list without being a mapping, or the text that is there instead of one.
  static List<Node> items(Node list) {
    if (list instanceof SequenceNode sequence) {
      return sequence.getValue().stream().filter(item -> !(item instanceof MappingNode)).toList();
    }
    return list instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? List.of(list)
        : List.of();
  }

  /// Returns what a mapping holds once its merge keys are expanded.
  static List<Child> entries(MappingNode mapping) {
    Map<String, Child> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (isMerge(tuple)) {
        for (MappingNode source : merged(tuple)) {
          entries(source).forEach(entry -> entries.putIfAbsent(entry.name(), entry));
        }
      } else {
        Child entry = Child.of(tuple);
        entries.put(entry.name(), entry);
      }
    }
    return List.copyOf(entries.values());
  }

  /// Returns whether this is `<<`, which may stand in a mapping more than once.
  static boolean isMerge(NodeTuple tuple) {
    return tuple.getKeyNode().getTag().equals(Tag.MERGE);
  }

  /// Returns what a merge key takes keys from.
  static List<MappingNode> merged(NodeTuple merge) {
    List<MappingNode> sources = new ArrayList<>();
    List<Node> values =
        merge.getValueNode() instanceof SequenceNode sequence
            ? sequence.getValue()
            : List.of(merge.getValueNode());
    for (Node value : values) {
      if (value instanceof MappingNode source) {
        sources.add(source);
      }
    }
    return sources;
  }

  /// Returns the value of an attribute, whose name Liquibase looks up ignoring case.
  static Optional<Node> attribute(Node node, String name) {
    return children(node).stream()
        .filter(child -> child.name().equalsIgnoreCase(name))
        .map(Child::value)
        .findFirst();
  }

  /// Returns the text of a scalar as it is written; empty for any other node.
  static String scalar(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /// Returns where a node begins, from 1.
  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
