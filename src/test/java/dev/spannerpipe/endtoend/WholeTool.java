package dev.spannerpipe.endtoend;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Aftermath;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.testing.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A clone directory and a database for each test, and the pipe between them.
abstract class WholeTool {
  /// What ends each message about a change set that failed.
  static final String CORRECT =
      "Fix the statement or the data that it processes, and run again; the next run skips statements that are already applied.";

  @TempDir private Path directory;
  Workspace workspace;
  TestDatabase database;
  PipeRun pipe;

  @BeforeEach
  final void open() {
    workspace = new Workspace(directory);
    database = newDatabase();
    pipe = PipeRun.in(workspace, database);
  }

  TestDatabase newDatabase() {
    return EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
  }

  /// Returns the change sets 1, 2, … each of which makes one table, in two lines each.
  static String tables(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(WholeTool::table).collect(Collectors.joining());
  }

  static String table(int number) {
    return changeSet(
        String.valueOf(number),
        "CREATE TABLE T" + number + " (Id INT64 NOT NULL) PRIMARY KEY (Id);");
  }

  static String changeSet(String id, String... lines) {
    return "--changeset ann:" + id + "\n" + String.join("\n", lines) + "\n";
  }

  Aftermath after(Result result) {
    return new Aftermath(workspace, database, result);
  }

  /// Asserts all that an orderly end leaves behind.
  void assertInOrder(Result result) {
    after(result).onRecordInFiles().onRecordInDatabase().nothingLeftOpen();
  }

  /// Applies what must go through.
  void apply() {
    Result result = pipe.run();
    if (result.exitCode() != 0) {
      throw new AssertionError(result.err());
    }
  }

  /// Returns the ids in the order of their execution.
  List<String> history() {
    return database.rows("SELECT ID FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED").stream()
        .map(List::getFirst)
        .toList();
  }
}
