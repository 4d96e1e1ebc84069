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

/// Reads YAML nodes as Liquibase's `ParsedNode` does. A list of mappings counts as one mapping with
/// all keys of these mappings. Merge keys are expanded. If a mapping has several equal keys, only
/// the last one counts.
final class YamlTree {
  private YamlTree() {}

  /// A key with its value.
  record Child(String name, Node key, Node value) {
    private static Child of(NodeTuple tuple) {
      return new Child(scalar(tuple.getKeyNode()), tuple.getKeyNode(), tuple.getValueNode());
    }

    /// Returns the line of the key. If the key is an alias, this is the line of the anchor, because
    /// SnakeYAML keeps no other position.
    int line() {
      return YamlTree.line(key);
    }
  }

  /// Returns the keys below a node with their values, in order.
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

  /// Returns the items of a list that are not mappings. For a scalar in place of a list, returns
  /// that scalar.
  static List<Node> items(Node list) {
    if (list instanceof SequenceNode sequence) {
      return sequence.getValue().stream().filter(item -> !(item instanceof MappingNode)).toList();
    }
    return list instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? List.of(list)
        : List.of();
  }

  /// Returns the entries of a mapping with its merge keys expanded.
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

  /// Returns whether the key of this entry is the merge key `<<`, which a mapping may contain more
  /// than once.
  static boolean isMerge(NodeTuple tuple) {
    return tuple.getKeyNode().getTag().equals(Tag.MERGE);
  }

  /// Returns the mappings that a merge key copies keys from.
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

  /// Returns the value of an attribute. As in Liquibase, the case of the attribute's name does not
  /// matter.
  static Optional<Node> attribute(Node node, String name) {
    return children(node).stream()
        .filter(child -> child.name().equalsIgnoreCase(name))
        .map(Child::value)
        .findFirst();
  }

  /// Returns a scalar as written; an empty string for any other node.
  static String scalar(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /// Returns the line where a node begins, counted from 1.
  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
