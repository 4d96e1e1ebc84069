package dev.spannerpipe.report.preview;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.text.SafeText;

/// A finding in words.
public final class FindingText {
  private FindingText() {}

  /// Returns the finding on one line: `ERROR SP102 schema/001.sql:14: The column … is dropped. Keep
  /// the column.`
  static String line(LintFinding finding) {
    return label(finding) + place(finding) + ": " + sentences(finding);
  }

  /// Returns the severity and the id of the rule: `ERROR SP102`.
  public static String label(LintFinding finding) {
    return (finding.waiver().isPresent() ? "WAIVED" : finding.severity().name())
        + " "
        + finding.rule().id();
  }

  /// Returns where the finding is, as the text after its label: ` schema/001.sql:14`. Empty for a
  /// finding about the plan as a whole.
  public static String place(LintFinding finding) {
    return finding
        .location()
        .map(SourceLocation::toString)
        .map(place -> " " + SafeText.line(place))
        .orElse("");
  }

  /// Returns what happens and what to do; for a finding with a waiver, what happens and why that
  /// does not matter.
  public static String sentences(LintFinding finding) {
    String message = message(finding);
    String advice = advice(finding);
    return advice.isEmpty() ? message : message + " " + advice;
  }

  /// Returns what happens.
  public static String message(LintFinding finding) {
    return Failure.sentence(SafeText.line(finding.message()));
  }

  /// Returns what to do; for a finding with a waiver, why it does not matter. Empty if there is
  /// nothing to do.
  public static String advice(LintFinding finding) {
    String advice = SafeText.line(finding.waiver().map(FindingText::waived).orElse(finding.fix()));
    return advice.isEmpty() ? "" : Failure.sentence(advice);
  }

  private static String waived(String reason) {
    return "Waived: " + reason;
  }
}
