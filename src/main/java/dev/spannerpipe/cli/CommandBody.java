package dev.spannerpipe.cli;

import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ExitCode;

/// What a command does once its settings are known. Throws a `Failure` where it cannot.
@FunctionalInterface
interface CommandBody {
  /// Runs the command, prints its last line if it went well, and returns how the process ends.
  ExitCode run(Settings settings, Host host);
}
