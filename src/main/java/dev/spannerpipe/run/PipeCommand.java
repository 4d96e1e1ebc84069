package dev.spannerpipe.run;

import dev.spannerpipe.config.Settings;

/// The implementation of a command.
@FunctionalInterface
public interface PipeCommand {
  /// Runs the command and returns its outcome. If a recorded run fails, the failure is part of the
  /// outcome. A run without a record throws its `Failure`.
  Conclusion run(Settings settings, Host host);
}
