package dev.spannerpipe.cli;

import java.util.List;
import java.util.Map;

/// What the command line requests.
sealed interface Invocation {
  /// Requests to run a command.
  ///
  /// @param options the values that the command line gives; the keys are the names of the variables
  ///   that these values override
  /// @param json whether to print data as JSON
  record Run(Map<String, List<String>> options, boolean json) implements Invocation {
    public Run {
      options = Map.copyOf(options);
    }
  }

  /// Requests to print a text, such as the help, and to do nothing else.
  record Print(String text) implements Invocation {}
}
