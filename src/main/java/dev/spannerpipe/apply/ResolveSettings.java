package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.AttemptId;

/// A person's word on an intent that no program can settle.
///
/// @param epoch of the intent's id
/// @param number of the intent's id
/// @param answer what became of it
public record ResolveSettings(long epoch, long number, Answer answer) {
  /// Returns which intent it is about.
  public AttemptId intent() {
    return new AttemptId(epoch, number);
  }

  /// What became of an intent.
  public sealed interface Answer {}

  /// All its statements took effect.
  public record Applied() implements Answer {}

  /// Its first statements took effect, and no other.
  ///
  /// @param statements how many; at least 1
  public record AppliedFirst(int statements) implements Answer {}

  /// None of its statements took effect.
  public record NotApplied() implements Answer {}
}
