package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem.Effect;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Finds ids and authors that Liquibase records differently from how they are written, because YAML
/// reads them as numbers, dates or booleans.
///
/// @param problems receives the warnings
/// @param values converts scalars as Liquibase does
record ChangeSetNames(YamlProblems problems, YamlValues values) {
  /// Returns the identity of a change set, with the id and author that Liquibase records.
  ChangeSetId of(Node changeSet) {
    return problems.changeSet(text(changeSet, "id"), text(changeSet, "author"));
  }

  private String text(Node changeSet, String key) {
    return YamlTree.attribute(changeSet, key).map(values::text).orElse("");
  }

  void check(Node changeSet, ChangeSetId name) {
    YamlTree.attribute(changeSet, "id").ifPresent(id -> check("id", id, name));
    YamlTree.attribute(changeSet, "author").ifPresent(author -> check("author", author, name));
  }

  private void check(String key, Node node, ChangeSetId name) {
    Optional<String> recorded = Optional.ofNullable(values.text(node));
    String written = YamlTree.scalar(node);
    if (node instanceof ScalarNode scalar && recorded.isPresent()) {
      String text = recorded.get();
      if (!text.equals(written)) {
        warn(key, scalar, text, name);
      }
    }
  }

  private void warn(String key, ScalarNode node, String text, ChangeSetId name) {
    String description =
        "has the %s %s, which is %s in YAML: Liquibase records it as \"%s\"%s"
            .formatted(
                key,
                node.getValue(),
                kind(node.getTag()),
                text,
                values.dependsOnTimeZone(node) ? ", in the time zone of the machine" : "");
    int line = YamlTree.line(node);
    problems.warn(
        line,
        description,
        "Write \"%s\" with the quotation marks, or \"%s\" if the change set has already been applied in another database"
            .formatted(node.getValue(), text),
        name,
        Effect.WARNING_WHILE_PENDING);
    problems.warn(
        line,
        description,
        "Write \"%s\" with the quotation marks, as it is recorded".formatted(text),
        name,
        Effect.WARNING_ONCE_APPLIED);
  }

  private static String kind(Tag tag) {
    if (tag.equals(Tag.TIMESTAMP)) {
      return "a date";
    }
    return tag.equals(Tag.BOOL) ? "a boolean" : "a number";
  }
}
