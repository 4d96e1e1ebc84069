package dev.spannerpipe.spanner;

import dev.spannerpipe.sql.Dialect;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the pipe knows about a database after the first request.
///
/// @param emulator whether the database is in an emulator
/// @param created a text for the log that names the instance and the database that the pipe created
///   in an emulator; empty if it created none
/// @param tables the book-keeping tables that exist, each with its name and columns as the database
///   spells them
public record DatabaseDescription(
    Dialect dialect,
    boolean emulator,
    Optional<String> created,
    Map<BookKeepingTable, TableShape> tables) {
  /// Copies the map.
  public DatabaseDescription {
    tables = Map.copyOf(tables);
  }

  /// Returns the book-keeping tables that do not exist, in the order in which they are created.
  public Set<BookKeepingTable> missingTables() {
    Set<BookKeepingTable> missing = EnumSet.allOf(BookKeepingTable.class);
    missing.removeAll(tables.keySet());
    return missing;
  }

  /// Returns the usual spelling of the dialect's name, for messages.
  public String dialectName() {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> "GoogleSQL";
      case POSTGRESQL -> "PostgreSQL";
    };
  }

  /// Returns whether the table exists.
  boolean has(BookKeepingTable table) {
    return tables.containsKey(table);
  }

  /// Returns the shape (name and columns) of a table that exists.
  TableShape shape(BookKeepingTable table) {
    TableShape shape = tables.get(table);
    if (shape == null) {
      throw new IllegalStateException("table " + table + " does not exist yet");
    }
    return shape;
  }

  DatabaseDescription with(Optional<String> newlyCreated) {
    return new DatabaseDescription(dialect, emulator, newlyCreated, tables);
  }
}
