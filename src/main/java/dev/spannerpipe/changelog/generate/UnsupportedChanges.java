package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.util.Map;
import liquibase.change.Change;

/// The reasons why changes are not supported.
final class UnsupportedChanges {
  private static final String AS_SQL = "Write the change as sql";
  private static final Map<String, Map.Entry<String, String>> REASONS =
      Map.ofEntries(
          entry(
              "addAutoIncrement",
              "Spanner has no auto-increment",
              "Use a bit-reversed sequence or an identity column in sql"),
          entry(
              "addPrimaryKey",
              "Spanner cannot add a primary key to a table",
              "Define the key in createTable"),
          entry("dropPrimaryKey", "Spanner cannot drop a primary key", "Create a new table"),
          entry(
              "addUniqueConstraint",
              "Spanner has no UNIQUE constraints",
              "Create a unique index with createIndex"),
          entry(
              "dropUniqueConstraint",
              "Spanner has no UNIQUE constraints",
              "Drop the unique index with dropIndex"),
          entry(
              "renameColumn",
              "Spanner cannot rename a column",
              "Add a new column, copy the values and drop the old one"),
          entry(
              "renameTable",
              "the pipe cannot decide what should happen to the views and indexes of the table",
              AS_SQL),
          entry("renameView", "Spanner cannot rename a view", "Drop and create it"),
          entry("renameSequence", "Spanner cannot rename a sequence", "Create a new one"),
          entry("alterSequence", "Spanner alters sequences only with its own options", AS_SQL),
          entry("setTableRemarks", "Spanner has no remarks", "Remove the change"),
          entry("setColumnRemarks", "Spanner has no remarks", "Remove the change"),
          entry("createProcedure", "Spanner has no procedures", "Remove the change"),
          entry("dropProcedure", "Spanner has no procedures", "Remove the change"),
          entry("executeCommand", "the pipe runs no commands", "Run it as a step of the pipeline"),
          entry("stop", "it would stop every run", "Remove the change"));

  private UnsupportedChanges() {}

  private static Map.Entry<String, Map.Entry<String, String>> entry(
      String change, String reason, String action) {
    return Map.entry(change, Map.entry(reason, action));
  }

  static UnsupportedChangeException refused(Change change, Dialect dialect) {
    if (change instanceof UnloadedCustomChange custom) {
      return new UnsupportedChangeException(
          "the pipe does not load its class " + custom.className(),
          AS_SQL + ", or let Liquibase apply the change set first");
    }
    String name = change.getSerializedObjectName();
    Map.Entry<String, String> reason = REASONS.get(name);
    if (reason != null) {
      return new UnsupportedChangeException(reason.getKey(), reason.getValue());
    }
    String words =
        dialect == Dialect.GOOGLE_STANDARD_SQL ? "GoogleSQL" : "Spanner's PostgreSQL dialect";
    return new UnsupportedChangeException("it has no counterpart in " + words, AS_SQL);
  }
}
