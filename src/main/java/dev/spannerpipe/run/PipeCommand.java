package dev.spannerpipe.run;

import dev.spannerpipe.config.Settings;

/// The implementation of a command.
@FunctionalInterface
public interface PipeCommand {
  /// Runs the command and returns its outcome for the last line. A `Failure` that it throws belongs
  /// to a run that is not recorded.
  Conclusion run(Settings settings, Host host);
}
