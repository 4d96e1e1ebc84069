package dev.spannerpipe.run;

import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ExitCode;

/// What a command does once its settings are known. Throws a `Failure` where it cannot.
@FunctionalInterface
public interface PipeCommand {
  /// Runs the command, prints its last line if it went well, and returns how the process ends.
  ExitCode run(Settings settings, Host host);
}
