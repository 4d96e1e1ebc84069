package dev.spannerpipe.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The commands of the pipe.
public enum Command {
  /// Applies those change sets of the changelog that have not been applied to the database yet.
  APPLY("bring the database to the changelog", true, false),
  /// Shows what a pull request would do to the database.
  PREVIEW("show what a pull request would do to the database", true, true),
  /// Shows how the database differs from the changelog.
  STATUS("show what is applied, pending or half-finished, and who holds the lease", true, true),
  /// Undoes change sets.
  ROLLBACK("undo change sets to a tag, a count or a date", false, false),
  /// Records which change sets a database already has that was built by other means.
  ADOPT("record what a database already has that was built by other means", true, true),
  /// Runs only the deployment workflow.
  WORKFLOW("start or follow the deployment workflow, without a migration", true, false),
  /// Tests whether Google and AWS trust the step's OIDC token, and prints fixes if they do not.
  DOCTOR("test the token and the trust of both clouds, and print fixes", true, true),
  /// Shows earlier runs and their events, which the database stores.
  HISTORY("show the recorded runs and their events, and check the hash chain", true, true),
  /// Removes the lock that Liquibase left behind when it ran without this pipe.
  UNLOCK("remove a lock that plain Liquibase left behind", true, false),
  /// Records a person's decision on the outcome of an intent. An intent is a row that the pipe
  /// stores before it sends a change. A person decides if no program can find out whether the
  /// change took effect.
  RESOLVE("record a manual decision that no program can make", true, false),
  /// Lets an assistant read the output files of earlier runs. Unlike all other commands, it cannot
  /// be the value of `COMMAND`: it needs a client at its standard input, which no pipeline step
  /// has.
  SERVE("let an assistant read the files of earlier runs", true, false);

  private final String sentence;
  private final boolean available;
  private final boolean printsData;

  Command(String sentence, boolean available, boolean printsData) {
    this.sentence = sentence;
    this.available = available;
    this.printsData = printsData;
  }

  /// Returns the command whose lowercase name is this word; empty if there is none.
  public static Optional<Command> of(String word) {
    return Arrays.stream(values()).filter(command -> command.word().equals(word)).findFirst();
  }

  /// Returns the commands that this version supports.
  public static List<Command> allAvailable() {
    return Arrays.stream(values()).filter(Command::available).toList();
  }

  /// Returns the commands that this version supports as a value of the variable `COMMAND`.
  static List<Command> ofPipelines() {
    return allAvailable().stream().filter(command -> command != SERVE).toList();
  }

  /// Returns the name in lowercase, for example `apply`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the description of the command for the help.
  public String sentence() {
    return sentence;
  }

  /// Returns whether this version supports the command.
  public boolean available() {
    return available;
  }

  /// Returns whether the command starts a workflow, if one is configured.
  public boolean startsWorkflow() {
    return this == APPLY || this == WORKFLOW;
  }

  /// Returns whether the command prints data, which the option `--json` turns into JSON.
  public boolean printsData() {
    return printsData;
  }
}
