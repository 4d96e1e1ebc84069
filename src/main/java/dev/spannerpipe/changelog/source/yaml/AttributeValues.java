package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reports attribute values that Liquibase does not read as written. Liquibase reads a list with
/// one item as that item, and a longer list as one string such as `[a, b]`. It does not read a
/// mapping as a value.
///
/// @param problems receives the problems
/// @param scope the change sets that the problems affect
/// @param harmlessElsewhere whether the problems matter only if the change set runs
record AttributeValues(YamlProblems problems, YamlProblems.Scope scope, boolean harmlessElsewhere) {
  /// Attributes whose value is a string with a list that is separated by commas.
  private static final Set<String> LISTS =
      Set.of("dbms", "context", "contextfilter", "contexts", "labels");

  /// Attributes whose value may intentionally look like a list, such as a JSON array.
  private static final Set<String> ANY_TEXT =
      Set.of(
          "author",
          "comment",
          "created",
          "defaultvalue",
          "defaultvaluecomputed",
          "expectedresult",
          "id",
          "logicalfilepath",
          "message",
          "onerrormessage",
          "onfailmessage",
          "remarks",
          "value",
          "valuecomputed");

  /// Reports a mapping or a list as the value of an attribute that Liquibase reads as a single
  /// string.
  ///
  /// @param ofMapping when a mapping is reported: `WHERE_READ` if Liquibase ignores a mapping,
  ///   `ALWAYS` if Liquibase fails on it
  void checkShape(YamlTree.Child attribute, Reported ofMapping) {
    if (!YamlTree.children(attribute.value()).isEmpty()) {
      boolean ignored = ofMapping == Reported.WHERE_READ;
      reject(
          attribute,
          "has a mapping as the value of %s, %s"
              .formatted(
                  attribute.name(),
                  ignored ? "which Liquibase ignores" : "where Liquibase requires a string"),
          "Write the value as a string",
          ofMapping);
    } else if (attribute.value() instanceof SequenceNode list && !isAnyText(attribute)) {
      checkList(attribute, YamlTree.items(list));
    }
  }

  /// Reports a value that does not have the required type. A value that contains a changelog
  /// parameter is not checked, because the expanded value is unknown here.
  void checkType(YamlTree.Child attribute, AttributeType type) {
    if (only(attribute.value()) instanceof ScalarNode value
        && !value.getTag().equals(Tag.NULL)
        && !value.getValue().contains("${")
        && !type.accepts(value)) {
      reject(
          attribute,
          "has the value %s for %s, %s"
              .formatted(value.getValue(), attribute.name(), type.consequence()),
          type.action(),
          type.isMisread() ? Reported.WHERE_READ : Reported.WHERE_UNREADABLE);
    }
  }

  /// Returns the only item of a list with one item; returns any other node unchanged.
  private static Node only(Node node) {
    return node instanceof SequenceNode list && list.getValue().size() == 1
        ? list.getValue().getFirst()
        : node;
  }

  private static boolean isAnyText(YamlTree.Child attribute) {
    return ANY_TEXT.contains(lowercase(attribute));
  }

  private static String lowercase(YamlTree.Child attribute) {
    return attribute.name().toLowerCase(Locale.ROOT);
  }

  private void checkList(YamlTree.Child attribute, List<Node> items) {
    boolean single = items.size() == 1 && items.getFirst() instanceof ScalarNode;
    if (items.isEmpty() || single) {
      return;
    }
    boolean flat = items.stream().allMatch(ScalarNode.class::isInstance);
    reject(
        attribute,
        "has a list as the value of %s, which Liquibase reads as one string%s"
            .formatted(attribute.name(), flat ? ": \"[" + joined(items, ", ") + "]\"" : ""),
        flat && isListInText(attribute)
            ? "Write %s: \"%s\"".formatted(key(attribute), joined(items, ","))
            : "Write the value as a string",
        Reported.WHERE_READ);
  }

  private static String joined(List<Node> items, String separator) {
    return items.stream().map(YamlTree::scalar).collect(Collectors.joining(separator));
  }

  /// Returns whether Liquibase reads the value of an attribute as a list that is separated by
  /// commas.
  private static boolean isListInText(YamlTree.Child attribute) {
    String name = lowercase(attribute);
    return LISTS.contains(name) || name.endsWith("columnnames");
  }

  private static String key(YamlTree.Child attribute) {
    boolean quoted =
        attribute.key() instanceof ScalarNode key
            && key.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    return quoted ? "\"" + attribute.name() + "\"" : attribute.name();
  }

  private void reject(
      YamlTree.Child attribute, String description, String action, Reported reported) {
    problems.reject(attribute.line(), description, action, scope, harmlessElsewhere, reported);
  }
}
