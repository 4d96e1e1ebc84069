package dev.spannerpipe.changelog.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Finds the Java classes that each `includeAll` of a YAML or JSON changelog names.
///
/// Liquibase loads and runs the named classes while it reads the file, so this class must find all
/// of them. A class name may come from a YAML alias or merge key, and Liquibase ignores the case of
/// the attribute that contains the name. Therefore this class examines every node at any depth
/// below every `includeAll` of the file.
public final class NamedClasses {
  static final List<String> ATTRIBUTES = List.of("filter", "resourceFilter", "resourceComparator");

  private static final Set<String> LOWERCASE =
      Set.copyOf(ATTRIBUTES.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());

  private final List<SourceOutline.NamedClass> found = new ArrayList<>();
  private final Set<Node> outside = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> inside = Collections.newSetFromMap(new IdentityHashMap<>());

  private NamedClasses() {}

  public static List<SourceOutline.NamedClass> in(@Nullable Node root) {
    NamedClasses classes = new NamedClasses();
    if (root != null) {
      classes.visit(root, false);
    }
    return classes.found;
  }

  private void visit(Node node, boolean below) {
    if (!(below ? inside : outside).add(node)) {
      return;
    }
    switch (node) {
      case SequenceNode sequence -> sequence.getValue().forEach(item -> visit(item, below));
      case MappingNode mapping -> mapping.getValue().forEach(tuple -> visit(tuple, below));
      default -> {
        // Only the value of a mapping entry can name a class.
      }
    }
  }

  private void visit(NodeTuple tuple, boolean below) {
    String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    Node value = tuple.getValueNode();
    if (below
        && LOWERCASE.contains(key.toLowerCase(Locale.ROOT))
        && value instanceof ScalarNode name
        && !name.getTag().equals(Tag.NULL)) {
      found.add(
          new SourceOutline.NamedClass(
              key, name.getValue(), tuple.getKeyNode().getStartMark().getLine() + 1));
    }
    visit(value, below || key.equals("includeAll"));
  }
}
