package dev.spannerpipe.preview;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.lint.Severity;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.preview.replay.PartialStatement;
import dev.spannerpipe.preview.replay.RejectedStatement;
import dev.spannerpipe.sql.SqlText;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;

/// The findings about one change set that only the replay makes: what is rejected, and what could
/// not be previewed.
final class ReplayFindings {
  private static final int SHOWN = 200;

  private final ChangeSet changeSet;
  private final List<LintFinding> findings = new ArrayList<>();

  private ReplayFindings(ChangeSet changeSet) {
    this.changeSet = changeSet;
  }

  static List<LintFinding> of(SchemaEffects.Result result) {
    ReplayFindings findings = new ReplayFindings(result.replayed().planned().changeSet());
    result.replayed().outcome().ifPresent(findings::addOutcome);
    result.replayed().rejected().forEach(each -> findings.add(each, result.rowsLost()));
    result.replayed().partial().forEach(findings::add);
    result.unknown().stream()
        .sorted()
        .forEach(
            column ->
                findings.add(
                    LintRule.SP002,
                    findings.changeSet.location(),
                    column.toString(),
                    ("Whether the %s keeps its default and NOT NULL is not known: the emulator loses"
                            + " them when the type changes")
                        .formatted(column),
                    "Test the change in a copy of the database, or state both in statements of"
                        + " their own"));
    if (result.replayed().outcomeUnknown()) {
      findings.add(
          LintRule.SP608,
          findings.changeSet.location(),
          "The precondition needs rows that the preview cannot read: the change set is shown as if"
              + " the precondition held",
          "Give the preview access to the database, or read the rest with this in mind");
    }
    return List.copyOf(findings.findings);
  }

  private void add(LintRule rule, SourceLocation location, String message, String fix) {
    add(rule, location, "", message, fix);
  }

  private void add(
      LintRule rule, SourceLocation location, String subject, String message, String fix) {
    findings.add(LintFinding.of(rule, location, changeSet.identity(), message, fix).about(subject));
  }

  private void addOutcome(Precondition.Outcome outcome) {
    if (outcome instanceof Precondition.Outcome.Halt(String reason)) {
      add(
          LintRule.SP610,
          changeSet.location(),
          "The precondition does not hold, and apply stops here: " + reason,
          "Make the precondition hold, or set onFail to what should happen if it does not hold");
    }
  }

  private void add(RejectedStatement rejected, boolean rowsLost) {
    String statement = SqlText.shortened(rejected.statement(), SHOWN);
    String reason = rejected.rejection().words();
    if (rejected.rejection().code() == StatusCode.UNKNOWN) {
      addUnsuitable(rejected, reason);
      return;
    }
    switch (rejected.kind()) {
      case CERTAIN ->
          add(
              LintRule.SP001,
              rejected.location(),
              rejected.statement(),
              "Spanner rejects `%s`: %s".formatted(statement, reason),
              "Correct the statement");
      case GAP ->
          add(
              LintRule.SP002,
              rejected.location(),
              rejected.statement(),
              "The emulator cannot execute `%s`, so what it does is known only from its text: %s"
                  .formatted(statement, reason),
              "");
      case UNCERTAIN -> findings.add(uncertain(rejected, statement, reason, rowsLost));
    }
  }

  private LintFinding uncertain(
      RejectedStatement rejected, String statement, String reason, boolean rowsLost) {
    if (changesData(rejected)) {
      return finding(
          rejected,
          "Whether `%s` succeeds is not known: it fails in the emulator, which has only the rows of %s: %s"
              .formatted(
                  statement, rowsLost ? "the last change sets" : "the pending change sets", reason),
          "");
    }
    LintFinding finding =
        finding(
            rejected,
            "The emulator rejects `%s`, and Spanner may accept it: %s".formatted(statement, reason),
            "Compare the statement with Spanner's documentation");
    return rejected.rejection().code() == StatusCode.INVALID_ARGUMENT
        ? finding.with(Severity.WARNING)
        : finding;
  }

  private LintFinding finding(RejectedStatement rejected, String message, String fix) {
    return LintFinding.of(LintRule.SP002, rejected.location(), changeSet.identity(), message, fix)
        .about(rejected.statement());
  }

  private boolean changesData(RejectedStatement rejected) {
    return changeSet.steps().stream()
        .filter(step -> step.text().equals(rejected.statement()))
        .anyMatch(step -> step.kind() == StatementKind.DML);
  }

  /// Reports a change for which no statements could be made. If the change set has problems, they
  /// say why.
  private void addUnsuitable(RejectedStatement rejected, String reason) {
    if (changeSet.problems().isEmpty()) {
      add(
          LintRule.SP002,
          rejected.location(),
          rejected.statement(),
          "The change could not be previewed: " + reason,
          "");
    }
  }

  private void add(PartialStatement partial) {
    String statement = SqlText.shortened(partial.statement(), SHOWN);
    String without = String.join(", ", partial.without());
    add(
        LintRule.SP002,
        partial.location(),
        partial.statement(),
        partial.leftOut()
            ? "The emulator cannot execute `%s` (%s): what it does is known only from its text"
                .formatted(statement, without)
            : "The emulator executes `%s` only without %s".formatted(statement, without),
        "");
  }
}
