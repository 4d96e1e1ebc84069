package dev.spannerpipe.report.preview;

import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a preview says about a change set besides its effects and findings, each a clause without a
/// full stop.
public final class ChangeSetRemarks {
  private ChangeSetRemarks() {}

  /// Returns the remarks.
  public static List<String> of(PreviewedChangeSet changeSet) {
    List<String> remarks = new ArrayList<>();
    precondition(changeSet).ifPresent(remarks::add);
    if (changeSet.dataChanges() > 0) {
      remarks.add(
          changeSet.dataChanges() == 1
              ? "1 statement changes data"
              : changeSet.dataChanges() + " statements change data");
    }
    if (isWithoutEffect(changeSet)) {
      remarks.add("has no effect");
    }
    if (changeSet.rowsLost()) {
      remarks.add(
          "the emulator was restarted before it, so the rows of earlier change sets are missing");
    }
    return remarks;
  }

  /// Returns what the precondition decides; empty if it lets the change set run. If that is not
  /// known, a finding says so.
  private static Optional<String> precondition(PreviewedChangeSet changeSet) {
    return changeSet
        .precondition()
        .map(ChangeSetRemarks::outcome)
        .filter(text -> !text.isEmpty())
        .map(SafeText::line);
  }

  private static String outcome(Precondition.Outcome outcome) {
    return switch (outcome) {
      case Precondition.Outcome.Run(String warning) ->
          warning.isEmpty() ? "" : "runs with a warning: " + warning;
      case Precondition.Outcome.Skip(String reason) ->
          "stays pending, because its precondition does not hold: " + reason;
      case Precondition.Outcome.MarkRan(String reason) ->
          "is only marked as run, because its precondition does not hold: " + reason;
      case Precondition.Outcome.Halt(String reason) ->
          "stops the run, because its precondition does not hold: " + reason;
    };
  }

  private static boolean isWithoutEffect(PreviewedChangeSet changeSet) {
    return changeSet.effects().isEmpty()
        && changeSet.dataChanges() == 0
        && changeSet.rejected().isEmpty()
        && changeSet.partial().isEmpty()
        && precondition(changeSet).isEmpty();
  }

  /// Returns how many effects and findings a text leaves out: `… and 2 more effects and 1 more
  /// finding, see report.md`.
  static String more(long effects, long findings) {
    List<String> parts = new ArrayList<>();
    if (effects > 0) {
      parts.add(English.count(effects, "more effect"));
    }
    if (findings > 0) {
      parts.add(English.count(findings, "more finding"));
    }
    return "… and " + English.list(parts) + ", see " + PreviewMarkdown.FILE;
  }
}
