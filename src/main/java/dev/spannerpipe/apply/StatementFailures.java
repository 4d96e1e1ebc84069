package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.sql.SqlText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Creates failures that report which statement failed, why it failed, and what was applied before
/// it.
final class StatementFailures {
  /// Matches the message with which Spanner rejects a name because it already exists. The message
  /// is the same in both dialects. Group 1 is the last part of the name.
  private static final Pattern DUPLICATE =
      Pattern.compile(
          "Duplicate (?:name in schema:|column name) (?:[^\\s.]+\\.)*([^\\s.]+)(?=\\.?(?:\\s|$))");

  private static final String BUILT_ELSEWHERE =
      "before this run, the database already had objects from the changelog but no history; ";

  private static final String ADOPT = "Record what exists with COMMAND=adopt, and run again";

  /// `adopt` needs an empty history, and this run has written rows already.
  private static final String RECORD_REST =
      "To record what exists, use Liquibase's changelog-sync, or give the change sets preconditions"
          + " with onFail: MARK_RAN; then run again";

  private static final String UNCLEAR = "Spanner neither accepted nor rejected ";

  private static final String RUN_AGAIN =
      "Run again: the next run skips statements that are already applied; if the problem"
          + " persists, check the statement and the data that it processes";

  private StatementFailures() {}

  static MigrationFailure refused(
      LocatedStatement place, int applied, String reason, Progress progress) {
    boolean builtElsewhere = isBuiltElsewhere(reason, progress);
    return failure(
        place,
        "Spanner rejected " + statement(place),
        reason,
        (builtElsewhere ? BUILT_ELSEWHERE : "") + soFar(applied, progress),
        builtElsewhere
            ? applied == 0 && progress.added().isEmpty() ? ADOPT : RECORD_REST
            : "Fix the statement or the data that it processes, and run again; the next run skips"
                + " statements that are already applied");
  }

  /// Returns whether Spanner rejected a statement because the statement creates an object that
  /// already exists, although no changelog created that object. Spanner has no status for this
  /// case, so this method examines the error message. The result only selects the message for the
  /// user.
  private static boolean isBuiltElsewhere(String reason, Progress progress) {
    Matcher duplicate = DUPLICATE.matcher(reason);
    return duplicate.find() && progress.isBuiltElsewhere(duplicate.group(1));
  }

  static MigrationFailure tooManyMutations(
      LocatedStatement place, int applied, String reason, Progress progress) {
    return failure(
        place,
        statement(place) + ", exceeds what one transaction may change",
        reason,
        soFar(applied, progress),
        "Split the statement; or, if it may safely run twice, add the line `-- spanner-pipe:"
            + " partitioned-dml idempotent` to a change set of its own");
  }

  /// Returns the failure of a transaction that the changelog itself begins, with `BEGIN`. The pipe
  /// does not split such a transaction.
  static MigrationFailure tooManyMutations(
      LocatedStatement first, int statements, int applied, String reason, Progress progress) {
    return failure(
        first,
        "the transaction of %d statements that begins with %s exceeds what one transaction may change"
            .formatted(statements, statement(first)),
        reason,
        soFar(applied, progress),
        "Split the transaction, or remove BEGIN, so that the pipe commits the statements in as few"
            + " transactions as Spanner allows");
  }

  /// Returns the failure of a statement that Spanner twice neither accepted nor rejected.
  static MigrationFailure unclear(
      LocatedStatement place, int applied, DatabaseException failure, Progress progress) {
    return failure(
        place,
        UNCLEAR + statement(place) + ", in two attempts, and it never began",
        failure.reason(),
        soFar(applied, progress),
        failure.kind() == DatabaseException.Kind.TRANSIENT
            ? "Check the connection to Spanner and run again: the next run skips"
                + " statements that are already applied; if the problem persists, check the"
                + " statement"
            : "Check the statement for a misspelled type or name and, on an emulator, for syntax"
                + " that it does not support; correct it and run again: the next run skips"
                + " statements that are already applied");
  }

  /// Returns the failure of a data change for which Spanner returned an internal error several
  /// times.
  static MigrationFailure unclearUpdate(
      LocatedStatement place, int applied, DatabaseException failure, Progress progress) {
    return failure(
        place,
        UNCLEAR + statement(place) + ", in several attempts, and its transaction was rolled back",
        failure.reason(),
        soFar(applied, progress),
        RUN_AGAIN);
  }

  /// Returns the failure of a partitioned update for which Spanner returned an internal error
  /// twice.
  static MigrationFailure unclearPartitioned(
      LocatedStatement place, int applied, DatabaseException failure, Progress progress) {
    return failure(
        place,
        UNCLEAR
            + statement(place, "the partitioned update ")
            + ", in two attempts, so it may have changed some rows",
        failure.reason(),
        soFar(applied, progress),
        RUN_AGAIN);
  }

  /// @param what what happened, as a clause
  /// @param soFar what was applied before; a sentence without a capital and a full stop
  private static MigrationFailure failure(
      LocatedStatement place, String what, String reason, String soFar, String action) {
    return new MigrationFailure(
        "Could not apply change set %s at %s: %s: %s. %s"
            .formatted(
                place.changeSet(), place.location(), what, oneLine(reason), capitalized(soFar)),
        action);
  }

  private static String capitalized(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String statement(LocatedStatement place) {
    return statement(place, "");
  }

  private static String statement(LocatedStatement place, String kind) {
    return "statement %d of %d, %s`%s`"
        .formatted(place.number(), place.total(), kind, SqlText.shortened(place.statement(), 200));
  }

  private static String soFar(int statements, Progress progress) {
    int before = progress.added().size();
    String changeSets =
        "%s change set%s of this run %s applied"
            .formatted(
                before == 0 ? "no" : before, before < 2 ? "" : "s", before < 2 ? "was" : "were");
    return statements == 0
        ? changeSets
        : changeSets
            + (before == 0 ? ", but the first " : ", and the first ")
            + (statements == 1 ? "statement" : statements + " statements")
            + " of this change set";
  }

  /// Returns the reason on one line and without a final period. Spanner's message may have several
  /// lines and a final period.
  static String oneLine(String reason) {
    String line = reason.strip().replaceAll("\\s+", " ");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
