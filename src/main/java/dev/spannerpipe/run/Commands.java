package dev.spannerpipe.run;

import dev.spannerpipe.config.Command;

/// Maps each command to its implementation. The classes of an implementation are loaded only when
/// its command is requested.
public final class Commands {
  private Commands() {}

  public static PipeCommand body(Command command) {
    return switch (command) {
      case APPLY -> new ApplyCommand();
      case STATUS -> new StatusCommand();
      case HISTORY -> new HistoryCommand();
      case DOCTOR -> new DoctorCommand();
      case ADOPT -> new AdoptCommand();
      case UNLOCK -> RepairCommands::unlock;
      case RESOLVE -> RepairCommands::resolve;
      case WORKFLOW -> new WorkflowCommand();
      case PREVIEW -> new PreviewCommand();
      case SERVE -> throw new IllegalStateException("has no settings of a run: " + command.word());
      case ROLLBACK ->
          throw new IllegalStateException("refused with the settings: " + command.word());
    };
  }
}
