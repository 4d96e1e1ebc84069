package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Statement;
import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.spanner.Branch.Part;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the queries that read the book-keeping, which is all that the pipe stores in the database
/// about its own work. A query reads only those book-keeping tables that exist.
final class BookKeepingQuery {
  /// The columns of `SPANNER_PIPE_RUN` that are numbers. [SpannerRecordReader] reads the same
  /// columns.
  static final List<String> RUN_NUMBERS =
      List.of("ExitCode", "HeadSequence", "LinkNumber", "LinkSequence");

  static final List<String> RUN_TIMES = List.of("StartedAt", "EndedAt");
  static final List<String> RUN_TEXTS =
      List.of(
          "RunId",
          "Command",
          "Version",
          "CommitId",
          "BuildUrl",
          "PlanSha256",
          "Head",
          "LinkHead",
          "LinkPrevious",
          "LinkHash");

  private final DatabaseDescription description;

  BookKeepingQuery(DatabaseDescription description) {
    this.description = description;
  }

  /// Returns the query for the book-keeping state.
  ///
  /// @param own the id of an intent, a row that announces a change before the pipe sends it; the
  ///   query returns this intent even if it is closed
  Statement state(Optional<AttemptId> own) {
    return bound(union(Optional.of(intents(own)), Stream.empty()), own);
  }

  /// Returns the query for the book-keeping state without the intents. The table has no index of
  /// the open intents, so a query for them would read all intents of all earlier runs.
  Statement stateWithoutIntents() {
    return bound(union(Optional.empty(), Stream.empty()), Optional.empty());
  }

  /// Returns the query for the book-keeping state and the whole history (`DATABASECHANGELOG`).
  Statement view() {
    return bound(union(Optional.of(intents(Optional.empty())), history()), Optional.empty());
  }

  /// Returns the query for the history alone; empty if `DATABASECHANGELOG` does not exist.
  Optional<Statement> historyOnly() {
    return history().findFirst().map(branch -> Statement.of(branch.sql(description.dialect())));
  }

  /// Returns the query for the latest attempt to run the workflow of a deployment.
  ///
  /// @param deployment the part of the execution's name that identifies the deployment
  Statement latestExecution(String deployment) {
    String parameter =
        switch (description.dialect()) {
          case GOOGLE_STANDARD_SQL -> "@p1";
          case POSTGRESQL -> "$1";
        };
    Branch branch =
        new Branch(
            Part.EXECUTION,
            List.of("Attempt", "RedriveCountBefore"),
            List.of("CreatedAt"),
            List.of("Deployment", "StateMachine", "Input", "RunId", "RedriveToken"),
            "FROM SPANNER_PIPE_EXECUTION WHERE Deployment = %s ORDER BY Attempt DESC LIMIT 1"
                .formatted(parameter));
    return Statement.newBuilder(branch.sql(description.dialect()))
        .bind("p1")
        .to(deployment)
        .build();
  }

  private String union(Optional<Branch> intents, Stream<Branch> more) {
    List<Branch> branches = new ArrayList<>();
    branches.add(new Branch(Part.TIME, List.of(), List.of("CURRENT_TIMESTAMP"), List.of(), ""));
    if (description.has(BookKeepingTable.SPANNER_PIPE_LEASE)) {
      branches.add(lease());
    }
    if (description.has(BookKeepingTable.DATABASECHANGELOGLOCK)) {
      branches.add(lock());
    }
    if (description.has(BookKeepingTable.SPANNER_PIPE_INTENT)) {
      intents.ifPresent(branches::add);
    }
    if (description.has(BookKeepingTable.SPANNER_PIPE_CURSOR)) {
      branches.add(cursor());
    }
    if (description.has(BookKeepingTable.SPANNER_PIPE_LEASE)
        && description.has(BookKeepingTable.SPANNER_PIPE_RUN)) {
      branches.add(holderRun());
    }
    if (description.has(BookKeepingTable.SPANNER_PIPE_VERSION)) {
      branches.add(version());
    }
    return Stream.concat(branches.stream(), more)
        .map(branch -> branch.sql(description.dialect()))
        .collect(Collectors.joining("\nUNION ALL\n"));
  }

  private Statement bound(String sql, Optional<AttemptId> own) {
    Statement.Builder statement = Statement.newBuilder(sql);
    own.filter(_ -> description.has(BookKeepingTable.SPANNER_PIPE_INTENT))
        .ifPresent(
            attempt -> {
              statement.bind("p1").to(attempt.epoch());
              statement.bind("p2").to(attempt.number());
            });
    return statement.build();
  }

  private static Branch lease() {
    return new Branch(
        Part.LEASE,
        List.of("Epoch", "StepRunNumber", "Links"),
        List.of("TakenAt", "ExpiresAt", "DatabaseCreatedAt"),
        List.of(
            "RunId",
            "BuildUrl",
            "TakeoverKey",
            "DatabaseName",
            "Link",
            "PlanSha256",
            "DeploymentId"),
        "FROM SPANNER_PIPE_LEASE WHERE LeaseId = 1");
  }

  private Branch lock() {
    TableShape shape = description.shape(BookKeepingTable.DATABASECHANGELOGLOCK);
    return new Branch(
        Part.LOCK,
        List.of("CASE WHEN " + quoted(shape.column("LOCKED")) + " THEN 1 ELSE 0 END"),
        List.of(quoted(shape.column("LOCKGRANTED"))),
        List.of(quoted(shape.column("LOCKEDBY"))),
        "FROM " + quoted(shape.name()) + " WHERE " + quoted(shape.column("ID")) + " = 1");
  }

  private Branch intents(Optional<AttemptId> own) {
    String ownToo =
        switch (description.dialect()) {
          case GOOGLE_STANDARD_SQL -> " OR (Epoch = @p1 AND Number = @p2)";
          case POSTGRESQL -> " OR (Epoch = $1 AND Number = $2)";
        };
    return new Branch(
        Part.INTENT,
        List.of("Epoch", "Number", "Recorded"),
        List.of("CreatedAt", "Deadline"),
        List.of("RunId", "Kind", "State", "Content", "Result"),
        "FROM SPANNER_PIPE_INTENT WHERE State = 'OPEN'" + (own.isPresent() ? ownToo : ""));
  }

  private static Branch cursor() {
    return new Branch(
        Part.CURSOR,
        List.of(),
        List.of(),
        List.of("Path", "Id", "Author", "Direction", "Attempt", "Applied"),
        "FROM SPANNER_PIPE_CURSOR");
  }

  private static Branch holderRun() {
    return new Branch(
        Part.RUN,
        RUN_NUMBERS,
        RUN_TIMES,
        RUN_TEXTS,
        "FROM SPANNER_PIPE_RUN WHERE RunId ="
            + " (SELECT l.RunId FROM SPANNER_PIPE_LEASE AS l WHERE l.LeaseId = 1)");
  }

  private static Branch version() {
    return new Branch(
        Part.VERSION,
        List.of("Major"),
        List.of(),
        List.of(),
        "FROM SPANNER_PIPE_VERSION WHERE VersionId = 1");
  }

  private Stream<Branch> history() {
    if (!description.has(BookKeepingTable.DATABASECHANGELOG)) {
      return Stream.empty();
    }
    TableShape shape = description.shape(BookKeepingTable.DATABASECHANGELOG);
    return Stream.of(
        new Branch(
            Part.HISTORY,
            List.of(quoted(shape.column("ORDEREXECUTED"))),
            List.of(quoted(shape.column("DATEEXECUTED"))),
            HistoryTable.TEXTS.stream().map(column -> quoted(shape.column(column))).toList(),
            "FROM " + quoted(shape.name())));
  }

  private String quoted(String name) {
    return description.dialect() == Dialect.POSTGRESQL ? '"' + name + '"' : '`' + name + '`';
  }
}
