package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.sql.SqlText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Creates failures that report which statement failed, why, and what was applied before.
final class StatementFailures {
  /// The server's text is the same in both dialects. Of a qualified name, only the last part
  /// matters.
  private static final Pattern DUPLICATE =
      Pattern.compile(
          "Duplicate (?:name in schema:|column name) (?:[^\\s.]+\\.)*([^\\s.]+)(?=\\.?(?:\\s|$))");

  private static final String BUILT_ELSEWHERE =
      "before this run, the database already had objects from the changelog but no history; ";

  private static final String RECORD_IT =
      "Write into the history what is there already, with Liquibase's changelog-sync, or give the"
          + " change sets preconditions with onFail: MARK_RAN; then run again";

  private static final String UNCLEAR = "Spanner neither accepted nor rejected ";

  private static final String RUN_AGAIN =
      "Run again: applied statements are on record and are not repeated; if the problem persists,"
          + " check the statement and the data that it processes";

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
            ? RECORD_IT
            : "Fix the statement or the data that it processes, and run again: applied statements"
                + " are on record and are not repeated");
  }

  /// Returns whether a statement creates an object that exists and was not created by the
  /// changelog. Spanner has no status for that, so this reads the error text. The result only
  /// selects the message for the user.
  private static boolean isBuiltElsewhere(String reason, Progress progress) {
    Matcher duplicate = DUPLICATE.matcher(reason);
    return duplicate.find() && progress.isBuiltElsewhere(duplicate.group(1));
  }

  static MigrationFailure tooManyMutations(
      LocatedStatement place, int applied, String reason, Progress progress) {
    return failure(
        place,
        statement(place) + ", changes more than one transaction may",
        reason,
        soFar(applied, progress),
        "Split the statement; or, if it may safely run twice, add the line `-- spanner-pipe:"
            + " partitioned-dml idempotent` to a change set of its own");
  }

  /// Returns the failure of a transaction that the changelog itself begins, which is not cut.
  static MigrationFailure tooManyMutations(
      LocatedStatement first, int statements, int applied, String reason, Progress progress) {
    return failure(
        first,
        "the transaction of %d statements that begins with %s changes more than one transaction may"
            .formatted(statements, statement(first)),
        reason,
        soFar(applied, progress),
        "Split it into several transactions, or write it without BEGIN: then the pipe commits the"
            + " statements in as few transactions as Spanner allows");
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
            ? "Check the connection to Spanner and run again: what is applied is on record and is"
                + " not repeated; if the problem persists, check the statement"
            : "Check the statement for a misspelled type or name and, on an emulator, for syntax"
                + " that it does not support; correct it and run again: what is applied is on"
                + " record and is not repeated");
  }

  /// Returns the failure of a data change to which Spanner answered several times with an internal
  /// error.
  static MigrationFailure unclearUpdate(
      LocatedStatement place, int applied, DatabaseException failure, Progress progress) {
    return failure(
        place,
        UNCLEAR + statement(place) + ", in several attempts, and its transaction was rolled back",
        failure.reason(),
        soFar(applied, progress),
        RUN_AGAIN);
  }

  /// Returns the failure of a partitioned update to which Spanner answered twice with an internal
  /// error.
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

  /// @param what what happened to the statement
  private static MigrationFailure failure(
      LocatedStatement place, String what, String reason, String soFar, String action) {
    return new MigrationFailure(
        "Could not apply change set %s at %s: %s: %s; %s"
            .formatted(place.changeSet(), place.location(), what, oneLine(reason), soFar),
        action);
  }

  private static String statement(LocatedStatement place) {
    return statement(place, "");
  }

  private static String statement(LocatedStatement place, String kind) {
    return "statement %d of %d, %s`%s`"
        .formatted(place.number(), place.of(), kind, SqlText.shortened(place.statement(), 200));
  }

  private static String soFar(int statements, Progress progress) {
    int before = progress.added().size();
    String changeSets =
        "%s change set%s of this run %s applied"
            .formatted(
                before == 0 ? "no" : before, before < 2 ? "" : "s", before < 2 ? "is" : "are");
    return statements == 0
        ? changeSets
        : changeSets
            + (before == 0 ? ", but the first " : ", and the first ")
            + (statements == 1 ? "statement" : statements + " statements")
            + " of this one";
  }

  /// Returns the reason on one line and without a final period. The server's text may have both.
  static String oneLine(String reason) {
    String line = reason.strip().replaceAll("\\s+", " ");
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
