package dev.spannerpipe.plan;

import dev.spannerpipe.text.Sha256;
import java.util.List;

/// How far a half-finished change set got. There is at most one in a database.
///
/// @param attempt the intent that moved it last, as `epoch.number`; `resolve` names a cursor by it
/// @param applied what stands for the steps that were executed, in order: see [Marks]
public record Cursor(
    ChangeSetId changeSet, Direction direction, String attempt, List<String> applied) {
  /// Which way the change set was being run.
  public enum Direction {
    /// Its steps.
    APPLY,
    /// Its rollback's steps.
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

  /// Returns what stands for a step in a cursor: its text, or the beginning and the SHA-256 of a
  /// long one.
  public static String mark(Step step) {
    return mark(step.text())
        + step.protoDescriptors().map(descriptors -> " with " + descriptors).orElse("");
  }

  /// Returns what stands for this text in a cursor.
  public static String mark(String text) {
    return text.length() <= LONGEST_TEXT
        ? text
        : text.substring(0, 200) + "… SHA-256 " + Sha256.of(text);
  }
}
