package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.SourceLocation;
import java.util.Optional;

/// Something that a rule of the preview found in a plan.
///
/// @param severity the usual severity of the rule, or a severity that the rule chose for this
///   finding
/// @param location the file and line of the statement or change set that causes the finding; empty
///   for a finding about the plan as a whole
/// @param changeSet the change set that causes the finding; empty for a finding about the plan as a
///   whole
/// @param subject what the finding is about in its change set: the name of an object, or the text
///   of a statement. It is the same in the next preview, also if lines move or the wording changes,
///   so that the finding can be recognized. Empty if the rule finds at most one thing in a change
///   set
/// @param message what happens and to which object, one sentence without a period
/// @param fix what to do, an imperative sentence without a period; empty if there is nothing to do
/// @param waiver the reason that the author gave for silencing the finding; empty if the finding is
///   not silenced
public record LintFinding(
    LintRule rule,
    Severity severity,
    Optional<SourceLocation> location,
    Optional<ChangeSetId> changeSet,
    String subject,
    String message,
    String fix,
    Optional<String> waiver) {
  /// Creates a finding about a change set as a whole, with the usual severity of the rule and
  /// without a waiver.
  public static LintFinding of(
      LintRule rule, SourceLocation location, ChangeSetId changeSet, String message, String fix) {
    return new LintFinding(
        rule,
        rule.severity(),
        Optional.of(location),
        Optional.of(changeSet),
        "",
        message,
        fix,
        Optional.empty());
  }

  /// Creates a finding about the plan as a whole, with the usual severity of the rule.
  public static LintFinding ofPlan(LintRule rule, String message, String fix) {
    return new LintFinding(
        rule,
        rule.severity(),
        Optional.empty(),
        Optional.empty(),
        "",
        message,
        fix,
        Optional.empty());
  }

  /// Returns this finding with another subject.
  public LintFinding about(String other) {
    return new LintFinding(rule, severity, location, changeSet, other, message, fix, waiver);
  }

  /// Returns this finding with another severity.
  public LintFinding with(Severity other) {
    return new LintFinding(rule, other, location, changeSet, subject, message, fix, waiver);
  }

  /// Returns this finding, silenced for the given reason.
  LintFinding waivedBecause(String reason) {
    return new LintFinding(
        rule, severity, location, changeSet, subject, message, fix, Optional.of(reason));
  }

  /// Returns whether the finding makes the preview fail.
  public boolean isError() {
    return severity == Severity.ERROR && waiver.isEmpty();
  }
}
