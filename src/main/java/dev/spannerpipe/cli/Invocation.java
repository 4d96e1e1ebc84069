package dev.spannerpipe.cli;

import java.util.List;
import java.util.Map;

/// What the command line requests.
sealed interface Invocation {
  /// Runs a command with these settings.
  ///
  /// @param options the options, by the names of their variables
  /// @param json whether to print data as JSON
  record Run(Map<String, List<String>> options, boolean json) implements Invocation {
    public Run {
      options = Map.copyOf(options);
    }
  }

  /// Prints a text.
  record Print(String text) implements Invocation {}
}
