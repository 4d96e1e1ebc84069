package dev.spannerpipe.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the pipe can be asked to do.
public enum Command {
  /// Brings the database to the changelog.
  APPLY("bring the database to the changelog", true, false),
  /// Shows what a pull request would do.
  PREVIEW("show what a pull request would do to the database", false, true),
  /// Shows how database and changelog compare.
  STATUS("show what is applied, pending or half-finished, and who holds the lease", true, true),
  /// Undoes change sets.
  ROLLBACK("undo change sets to a tag, a count or a date", false, false),
  /// Runs only the deployment workflow.
  WORKFLOW("start or follow the deployment workflow, without a migration", true, false),
  /// Tests the chain of trust.
  DOCTOR("test the token and the trust of both clouds, and print fixes", true, true),
  /// Shows the recorded runs.
  HISTORY("show the recorded runs and steps, and check their chain", true, true),
  /// Takes away a lock of plain Liquibase.
  UNLOCK("remove a lock that plain Liquibase left behind", true, false),
  /// Settles an intent by a person's word.
  RESOLVE("record a manual decision that no program can make", true, false);

  private final String sentence;
  private final boolean available;
  private final boolean printsData;

  Command(String sentence, boolean available, boolean printsData) {
    this.sentence = sentence;
    this.available = available;
    this.printsData = printsData;
  }

  /// Returns the command of that name, as a person writes it; empty where there is none.
  public static Optional<Command> of(String word) {
    return Arrays.stream(values()).filter(command -> command.word().equals(word)).findFirst();
  }

  /// Returns those that this version can do.
  public static List<Command> allAvailable() {
    return Arrays.stream(values()).filter(Command::available).toList();
  }

  /// Returns the name as a person writes it, as in `apply`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns what it does, for the help.
  public String sentence() {
    return sentence;
  }

  /// Tells whether this version can do it.
  public boolean available() {
    return available;
  }

  /// Tells whether it starts a workflow, where one is named.
  public boolean startsWorkflow() {
    return this == APPLY || this == WORKFLOW;
  }

  /// Tells whether it prints data, which can then be had as JSON.
  public boolean printsData() {
    return printsData;
  }
}
