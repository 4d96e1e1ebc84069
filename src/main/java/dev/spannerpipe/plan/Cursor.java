package dev.spannerpipe.plan;

import dev.spannerpipe.text.Sha256;
import java.util.List;

/// How far a half-finished change set got. A database has at most one.
///
/// @param attempt the last intent that changed the cursor, as `epoch.number`; `resolve` names a
///   cursor by it
/// @param applied the marks of the executed steps, in order: see [Marks]
public record Cursor(
    ChangeSetId changeSet, Direction direction, String attempt, List<String> applied) {
  /// The direction in which the change set ran.
  public enum Direction {
    /// It ran its steps.
    APPLY,
    /// It ran the steps of its rollback.
    ROLLBACK
  }

  private static final int LONGEST_TEXT = 4_000;

  /// Copies the list.
  public Cursor {
    applied = List.copyOf(applied);
  }

  /// Returns how many steps were executed.
  public int count() {
    return Marks.count(applied);
  }

  /// Returns the mark of a step: its text, or the beginning and the SHA-256 of a long text.
  public static String mark(Step step) {
    return mark(step.text())
        + step.protoDescriptors().map(descriptors -> " with " + descriptors).orElse("");
  }

  /// Returns the mark of this text.
  public static String mark(String text) {
    return text.length() <= LONGEST_TEXT
        ? text
        : text.substring(0, 200) + "… SHA-256 " + Sha256.of(text);
  }
}
