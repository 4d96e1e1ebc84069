package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.AttemptId;

/// A person's decision about an intent whose outcome the pipe cannot find out. An intent is the row
/// that announces statements before a run sends them. Its id consists of an epoch and a number.
///
/// @param epoch the epoch in the intent's id
/// @param number the number in the intent's id
/// @param answer the outcome of the intent
public record ResolveSettings(long epoch, long number, Answer answer) {
  /// Returns the id of the intent.
  public AttemptId intent() {
    return new AttemptId(epoch, number);
  }

  /// The outcome of an intent.
  public sealed interface Answer {}

  /// All statements of the intent took effect.
  public record Applied() implements Answer {}

  /// Only the first statements of the intent took effect.
  ///
  /// @param statements how many statements took effect; at least 1
  public record AppliedFirst(int statements) implements Answer {}

  /// No statement of the intent took effect.
  public record NotApplied() implements Answer {}
}
