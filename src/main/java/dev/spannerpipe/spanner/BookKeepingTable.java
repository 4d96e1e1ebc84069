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

/// The tables that the pipe keeps in the database, by their names.
public enum BookKeepingTable {
  /// Who may change the schema.
  SPANNER_PIPE_LEASE,
  /// What was about to be done.
  SPANNER_PIPE_INTENT,
  /// How far a half-finished change set got.
  SPANNER_PIPE_CURSOR,
  /// The runs.
  SPANNER_PIPE_RUN,
  /// Their events.
  SPANNER_PIPE_STEP,
  /// The version of these tables.
  SPANNER_PIPE_VERSION,
  /// What was about to be asked of the deployment workflow.
  SPANNER_PIPE_EXECUTION,
  /// Liquibase's history.
  DATABASECHANGELOG,
  /// Liquibase's lock.
  DATABASECHANGELOGLOCK;

  /// Returns the table with this name, in whatever case.
  static Optional<BookKeepingTable> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(table -> table.name().equals(upper)).findFirst();
  }

  /// Returns the statement that makes the table where it is missing, without comments.
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
