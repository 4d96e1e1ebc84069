package dev.spannerpipe.cli;

import java.util.List;
import java.util.Map;

/// What the command line asks for.
sealed interface Invocation {
  /// Run with these settings.
  ///
  /// @param options by the names of the variables that they stand for
  /// @param json whether data is wanted as JSON
  record Run(Map<String, List<String>> options, boolean json) implements Invocation {
    public Run {
      options = Map.copyOf(options);
    }
  }

  /// Print a text.
  record Print(String text) implements Invocation {}
}
