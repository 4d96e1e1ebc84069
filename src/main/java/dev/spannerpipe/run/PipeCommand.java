package dev.spannerpipe.run;

import dev.spannerpipe.config.Settings;

/// What a command does once its settings are known.
@FunctionalInterface
public interface PipeCommand {
  /// Runs the command and returns how it ended, for the last line. A `Failure` that it throws is
  /// one of a run that is not recorded.
  Conclusion run(Settings settings, Host host);
}
