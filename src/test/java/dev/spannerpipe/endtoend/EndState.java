package dev.spannerpipe.endtoend;

import dev.spannerpipe.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All of a database that must be the same however often the runs on it were disturbed: no times,
/// run ids, epochs, and nothing that counts runs.
///
/// @param schema as the server writes it
/// @param rows of the users' tables, by table
/// @param history without times, with the number of deployments instead of their ids
/// @param standing who holds the lease and Liquibase's lock, which plan is begun
/// @param cursors how far half-finished change sets got
/// @param openIntents what is not settled
record EndState(
    List<String> schema,
    Map<String, List<List<String>>> rows,
    List<List<String>> history,
    List<List<String>> standing,
    List<List<String>> cursors,
    List<List<String>> openIntents) {

  /// Reads it.
  static EndState of(TestDatabase database) {
    return new EndState(
        database.ddl(),
        userRows(database),
        history(database),
        standing(database),
        database.rows("SELECT Path, Id, Author, Direction, Applied FROM SPANNER_PIPE_CURSOR"),
        database.rows("SELECT Kind, Content FROM SPANNER_PIPE_INTENT WHERE State = 'OPEN'"));
  }

  private static Map<String, List<List<String>>> userRows(TestDatabase database) {
    Map<String, List<List<String>>> rows = new TreeMap<>();
    for (List<String> table :
        database.rows(
            "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ''"
                + " AND NOT STARTS_WITH(TABLE_NAME, 'SPANNER_PIPE_')"
                + " AND NOT STARTS_WITH(TABLE_NAME, 'DATABASECHANGELOG')")) {
      List<List<String>> content =
          new ArrayList<>(database.rows("SELECT * FROM " + table.getFirst()));
      content.sort((one, other) -> one.toString().compareTo(other.toString()));
      rows.put(table.getFirst(), content);
    }
    return rows;
  }

  private static List<List<String>> history(TestDatabase database) {
    List<List<String>> history =
        new ArrayList<>(
            database.rows(
                "SELECT ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM, DESCRIPTION,"
                    + " COMMENTS, TAG, CONTEXTS, LABELS FROM DATABASECHANGELOG"
                    + " ORDER BY ORDEREXECUTED, ID"));
    history.addAll(database.rows("SELECT COUNT(DISTINCT DEPLOYMENT_ID) FROM DATABASECHANGELOG"));
    return history;
  }

  private static List<List<String>> standing(TestDatabase database) {
    List<List<String>> standing =
        new ArrayList<>(database.rows("SELECT RunId, PlanSha256 FROM SPANNER_PIPE_LEASE"));
    standing.addAll(database.rows("SELECT ID, LOCKED, LOCKEDBY FROM DATABASECHANGELOGLOCK"));
    return standing;
  }
}
