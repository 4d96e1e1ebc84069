package dev.spannerpipe.spanner;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The book-keeping tables: the tables that the pipe needs in the database. Each constant is the
/// name of a table.
public enum BookKeepingTable {
  /// One row, the lease, which shows the run that may change the database.
  SPANNER_PIPE_LEASE,
  /// The intents. An intent is a row that announces a change before the pipe sends the change.
  SPANNER_PIPE_INTENT,
  /// The cursor of a half-finished change set: the statements that took effect.
  SPANNER_PIPE_CURSOR,
  /// One row for each recorded run.
  SPANNER_PIPE_RUN,
  /// One row for each event of a run.
  SPANNER_PIPE_STEP,
  /// One row, the version of the book-keeping tables.
  SPANNER_PIPE_VERSION,
  /// One row for each attempt to run the deployment workflow. The row is stored before the request
  /// that starts or redrives the execution is sent.
  SPANNER_PIPE_EXECUTION,
  /// The history: Liquibase's table of the change sets that were applied.
  DATABASECHANGELOG,
  /// The lock of Liquibase.
  DATABASECHANGELOGLOCK;

  /// Returns the table with this name, ignoring case.
  static Optional<BookKeepingTable> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(table -> table.name().equals(upper)).findFirst();
  }

  /// Returns the SQL statement that creates the table if the table is missing. The statement has no
  /// SQL comments.
  String statement(Dialect dialect) {
    String folder =
        switch (dialect) {
          case GOOGLE_STANDARD_SQL -> "googlesql";
          case POSTGRESQL -> "postgresql";
        };
    String resource = "record/" + folder + "/" + name().toLowerCase(Locale.ROOT) + ".sql";
    try (InputStream stream = BookKeepingTable.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("missing in the jar: " + resource);
      }
      return new String(stream.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.strip().startsWith("--"))
          .collect(Collectors.joining("\n"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
