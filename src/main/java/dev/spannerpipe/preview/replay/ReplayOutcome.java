package dev.spannerpipe.preview.replay;

import java.util.Optional;

/// What became of statements in the emulator.
///
/// @param accepted how many of them, from the first one, were accepted
/// @param rejection why the next one was rejected; empty if all were accepted
public record ReplayOutcome(int accepted, Optional<Rejection> rejection) {
  /// Returns whether all statements were accepted.
  public boolean isComplete() {
    return rejection.isEmpty();
  }
}
