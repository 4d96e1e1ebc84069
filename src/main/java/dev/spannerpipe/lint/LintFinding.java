package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.SourceLocation;
import java.util.Optional;

/// What a rule found.
///
/// @param severity the rule's own severity, or another one if the rule knows better
/// @param location the file and line of the statement or change set that causes it; empty for a
///   finding about the plan as a whole
/// @param changeSet the change set that causes it
/// @param message what happens and to which object, one sentence without a period
/// @param fix what to do, an imperative sentence without a period; empty if there is nothing to do
/// @param waiver the reason of the waiver that silences the finding
public record LintFinding(
    LintRule rule,
    Severity severity,
    Optional<SourceLocation> location,
    Optional<ChangeSetId> changeSet,
    String message,
    String fix,
    Optional<String> waiver) {
  /// Creates a finding about a change set that no waiver silences, with the rule's own severity.
  public static LintFinding of(
      LintRule rule, SourceLocation location, ChangeSetId changeSet, String message, String fix) {
    return new LintFinding(
        rule,
        rule.severity(),
        Optional.of(location),
        Optional.of(changeSet),
        message,
        fix,
        Optional.empty());
  }

  /// Creates a finding about the plan as a whole, with the rule's own severity.
  public static LintFinding ofPlan(LintRule rule, String message, String fix) {
    return new LintFinding(
        rule, rule.severity(), Optional.empty(), Optional.empty(), message, fix, Optional.empty());
  }

  /// Returns the same finding with another severity.
  public LintFinding with(Severity other) {
    return new LintFinding(rule, other, location, changeSet, message, fix, waiver);
  }

  /// Returns the same finding, silenced for a reason.
  LintFinding waivedBecause(String reason) {
    return new LintFinding(rule, severity, location, changeSet, message, fix, Optional.of(reason));
  }

  /// Returns whether the finding makes the preview fail.
  public boolean isError() {
    return severity == Severity.ERROR && waiver.isEmpty();
  }
}
