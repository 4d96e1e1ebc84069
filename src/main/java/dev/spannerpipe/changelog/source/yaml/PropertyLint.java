package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Finds properties that Liquibase cannot read. Liquibase casts the values of a property to fixed
/// Java classes. If, for example, the context is a number, the cast fails with a message that names
/// only Java classes and no place in the file.
///
/// @param keys receives the problems
record PropertyLint(UnknownKeys keys) {
  private static final Set<String> TEXTS = Set.of("name", "context", "labels", "dbms", "file");
  private static final Set<String> BOOLEANS =
      Set.of("global", "relativeToChangelogFile", "errorIfMissing");

  /// Checks the properties of a file, except those in `modifyChangeSets`, which Liquibase reads
  /// less strictly.
  void checkAll(Node items) {
    if (items instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        if (item instanceof MappingNode mapping) {
          YamlTree.entries(mapping).stream()
              .filter(entry -> entry.name().equals("property"))
              .forEach(this::check);
        }
      }
    }
  }

  private void check(YamlTree.Child property) {
    if (property.value() instanceof MappingNode mapping) {
      YamlTree.entries(mapping).forEach(this::attribute);
    } else {
      keys.reject(
          property,
          "has a property without keys of its own, which Liquibase cannot read",
          "Write name and value below property, without dashes",
          Reported.WHERE_UNREADABLE);
    }
  }

  private void attribute(YamlTree.Child attribute) {
    Tag tag = attribute.value().getTag();
    if (TEXTS.contains(attribute.name())) {
      keys.requireText(attribute, "a property");
    } else if (BOOLEANS.contains(attribute.name())
        && !tag.equals(Tag.BOOL)
        && !tag.equals(Tag.NULL)) {
      String text = YamlTree.scalar(attribute.value());
      keys.reject(
          attribute,
          "has a value that is not a boolean for the key %s of a property; Liquibase cannot read the value"
              .formatted(attribute.name()),
          text.equals("true") || text.equals("false")
              ? "Remove the quotation marks"
              : "Write true or false",
          Reported.WHERE_UNREADABLE);
    }
  }
}
