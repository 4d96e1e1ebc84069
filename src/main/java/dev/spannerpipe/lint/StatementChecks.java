package dev.spannerpipe.lint;

import dev.spannerpipe.sql.RepeatableChange;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.StatementKind;
import java.util.List;
import java.util.Set;

/// The statements of a change set, whatever they do to the schema.
final class StatementChecks {
  private static final Set<String> NOT_REPEATABLE = Set.of("add", "drop", "rename");

  private StatementChecks() {}

  /// Reports change sets that change both schema and data: if one part fails, the other has taken
  /// effect.
  static List<LintFinding> mixed(LintedChangeSet changeSet) {
    boolean data =
        has(changeSet, StatementKind.DML) || has(changeSet, StatementKind.PARTITIONED_DML);
    return data && has(changeSet, StatementKind.DDL)
        ? List.of(
            changeSet.finding(
                LintRule.SP501,
                "The change set changes the schema and data: if a statement fails, those before it"
                    + " have taken effect",
                "Write one change set for the schema and one for the data"))
        : List.of();
  }

  private static boolean has(LintedChangeSet changeSet, StatementKind kind) {
    return changeSet.steps().stream().anyMatch(step -> step.kind() == kind);
  }

  /// Reports partitioned DML that is idempotent only because the change set says so.
  static List<LintFinding> partitionedDml(LintedChangeSet changeSet) {
    return changeSet.steps().stream()
        .filter(step -> step.kind() == StatementKind.PARTITIONED_DML)
        .filter(step -> !RepeatableChange.isRepeatable(changeSet.dialect(), step.text()))
        .map(
            step ->
                changeSet.finding(
                    LintRule.SP503,
                    step,
                    "Partitioned DML may change a row more than once, and only the change set"
                        + " declares that this does no harm",
                    "Check that a second execution on the same row changes nothing"))
        .toList();
  }

  /// Reports schema changes that run in each run, or again after an edit, and that fail or do
  /// something else the second time.
  static List<LintFinding> repeated(LintedChangeSet changeSet) {
    if (!changeSet.runAlways() && !changeSet.runOnChange()) {
      return List.of();
    }
    return changeSet.schemaChanges().stream()
        .filter(step -> !mayRunAgain(changeSet.head(step)))
        .limit(1)
        .map(
            step ->
                changeSet.finding(
                    LintRule.SP607,
                    step,
                    "The change set has %s, but a statement of it cannot run a second time"
                        .formatted(changeSet.runAlways() ? "runAlways" : "runOnChange"),
                    "Write only statements that can run again, such as CREATE OR REPLACE VIEW"))
        .toList();
  }

  private static boolean mayRunAgain(SchemaChange change) {
    return switch (change.verb()) {
      case "grant", "revoke", "analyze" -> true;
      case "alter" ->
          !NOT_REPEATABLE.contains(change.word(0))
              || change.has("if", "not", "exists")
              || change.has("if", "exists");
      default -> change.conditional();
    };
  }
}
