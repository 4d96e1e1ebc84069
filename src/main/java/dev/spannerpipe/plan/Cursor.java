package dev.spannerpipe.plan;

import dev.spannerpipe.text.Sha256;
import java.util.List;

/// How far a half-finished change set got, as stored in the database. A database has at most one
/// cursor.
///
/// @param attempt the id, in the form `epoch.number`, of the intent that last changed the cursor;
///   users pass this id in `RESOLVE_INTENT`. An intent is the row that announces a change of the
///   database before the pipe sends the request for it
/// @param applied the marks of the executed steps, in order; older marks are folded into fewer (see
///   [Marks])
public record Cursor(
    ChangeSetId changeSet, Direction direction, String attempt, List<String> applied) {
  /// Whether the change set was being applied or rolled back.
  public enum Direction {
    /// The executed steps are those of the change set itself.
    APPLY,
    /// The executed steps are those of the change set's rollback.
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

  /// Returns the mark of a step: the step's text, or the beginning and the SHA-256 of a long text.
  /// If the step has proto descriptors, their SHA-256 follows.
  public static String mark(Step step) {
    return mark(step.text())
        + step.protoDescriptors().map(descriptors -> " with " + descriptors).orElse("");
  }

  /// Returns the mark of a text: the text itself, or its beginning and SHA-256 if it is long.
  public static String mark(String text) {
    return text.length() <= LONGEST_TEXT
        ? text
        : text.substring(0, 200) + "… SHA-256 " + Sha256.of(text);
  }
}
