package dev.spannerpipe.preview.replay;

import java.util.List;

/// A statement in the form in which the emulator can execute it.
///
/// @param original the statement as Spanner executes it
/// @param executed the statements that stand for it in the emulator; empty if it is left out
/// @param without the names of the constructs that were taken out, or for which it is left out; if
///   empty, the emulator executes the statement as it is
record HeldStatement(String original, List<String> executed, List<String> without) {
  HeldStatement {
    executed = List.copyOf(executed);
    without = List.copyOf(without);
  }

  /// Returns whether the emulator executes nothing for this statement.
  boolean isLeftOut() {
    return executed.isEmpty();
  }

  /// Returns whether the emulator executes the statement as it is.
  boolean isWhole() {
    return without.isEmpty();
  }
}
