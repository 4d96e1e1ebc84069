package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Statement;
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
  /// The row of `SPANNER_PIPE_VERSION` with the version of the tables.
  static final long VERSION_ROW = 1;

  /// The row of `SPANNER_PIPE_VERSION` with the mark of
  /// [dev.spannerpipe.apply.port.Write.PutClosedBefore]. Older versions of the pipe ignore this
  /// row.
  static final long CLOSED_BEFORE_ROW = 2;

  private final DatabaseDescription description;

  BookKeepingQuery(DatabaseDescription description) {
    this.description = description;
  }

  /// Returns the query for the book-keeping state, without the intents.
  Statement state() {
    return Statement.of(union(Stream.empty()));
  }

  /// Returns the query for the book-keeping state, without the intents, and the whole history
  /// (`DATABASECHANGELOG`).
  Statement view() {
    return Statement.of(union(history()));
  }

  /// Returns the query for the history alone; empty if `DATABASECHANGELOG` does not exist.
  Optional<Statement> historyOnly() {
    return history().findFirst().map(branch -> Statement.of(branch.sql(description.dialect())));
  }

  private String union(Stream<Branch> more) {
    List<Branch> branches = new ArrayList<>();
    branches.add(new Branch(Part.TIME, List.of(), List.of("CURRENT_TIMESTAMP"), List.of(), ""));
    if (description.has(BookKeepingTable.SPANNER_PIPE_LEASE)) {
      branches.add(lease());
    }
    if (description.has(BookKeepingTable.DATABASECHANGELOGLOCK)) {
      branches.add(lock());
    }
    if (description.has(BookKeepingTable.SPANNER_PIPE_CURSOR)) {
      branches.add(cursor());
    }
    if (description.has(BookKeepingTable.SPANNER_PIPE_VERSION)) {
      branches.add(version(Part.VERSION, VERSION_ROW));
      branches.add(version(Part.CLOSED_BEFORE, CLOSED_BEFORE_ROW));
    }
    return Stream.concat(branches.stream(), more)
        .map(branch -> branch.sql(description.dialect()))
        .collect(Collectors.joining("\nUNION ALL\n"));
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

  private static Branch cursor() {
    return new Branch(
        Part.CURSOR,
        List.of(),
        List.of(),
        List.of("Path", "Id", "Author", "Direction", "Attempt", "Applied"),
        "FROM SPANNER_PIPE_CURSOR");
  }

  private static Branch version(Part part, long row) {
    return new Branch(
        part,
        List.of("Major"),
        List.of(),
        List.of(),
        "FROM SPANNER_PIPE_VERSION WHERE VersionId = " + row);
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
