package dev.spannerpipe.cli;

import dev.spannerpipe.config.Command;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ExitCode;

/// Which body belongs to which command. A body's classes are loaded only when it is asked for.
final class Commands {
  private Commands() {}

  static CommandBody body(Command command) {
    return switch (command) {
      case APPLY, STATUS, HISTORY, UNLOCK, RESOLVE -> Commands::notWired;
      case PREVIEW, ROLLBACK, WORKFLOW, DOCTOR ->
          throw new IllegalStateException("refused with the settings: " + command.word());
    };
  }

  private static ExitCode notWired(Settings settings, Host host) {
    new Console(host.err()).success("Not wired: " + settings.command().word() + ".");
    return ExitCode.DONE;
  }
}
