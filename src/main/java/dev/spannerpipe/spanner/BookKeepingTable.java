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

/// The tables that the pipe keeps in the database, by name.
public enum BookKeepingTable {
  /// The lease: which run may change the database.
  SPANNER_PIPE_LEASE,
  /// The intents: what a run was about to do.
  SPANNER_PIPE_INTENT,
  /// The progress of a half-finished change set.
  SPANNER_PIPE_CURSOR,
  /// The runs.
  SPANNER_PIPE_RUN,
  /// The events of the runs.
  SPANNER_PIPE_STEP,
  /// The version of the book-keeping tables.
  SPANNER_PIPE_VERSION,
  /// The requests to the deployment workflow, stored before they are sent.
  SPANNER_PIPE_EXECUTION,
  /// The history, as Liquibase stores it.
  DATABASECHANGELOG,
  /// The lock of Liquibase.
  DATABASECHANGELOGLOCK;

  /// Returns the table with this name, ignoring case.
  static Optional<BookKeepingTable> named(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(table -> table.name().equals(upper)).findFirst();
  }

  /// Returns the statement that creates the table if it is missing, without SQL comments.
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
