package dev.spannerpipe.preview.replay;

import static dev.spannerpipe.preview.replay.Gap.leavingOut;
import static dev.spannerpipe.preview.replay.Gap.takingOut;

import java.util.List;

/// The gaps of the GoogleSQL dialect. Each probe is a statement that Spanner accepts after
/// [#SETUP].
///
/// Source of the constructs: [the DDL
/// reference](https://cloud.google.com/spanner/docs/reference/standard-sql/data-definition-language).
final class GoogleSqlGaps {
  /// What the probes need.
  static final List<String> SETUP =
      List.of(
          "CREATE TABLE P (A INT64, B STRING(MAX), C TIMESTAMP) PRIMARY KEY (A)",
          "CREATE TABLE P0 (A INT64) PRIMARY KEY (A)");

  private static final String KEY = ") PRIMARY KEY (A)";

  private GoogleSqlGaps() {}

  static List<Gap> all() {
    return List.of(
        leavingOut("roles", "CREATE ROLE P1", Heads::isRole),
        leavingOut(
            "fine-grained access control",
            "GRANT SELECT ON TABLE P TO ROLE public",
            Heads::isPrivilege),
        leavingOut(
            "locality groups",
            "CREATE LOCALITY GROUP P2 OPTIONS (storage = 'ssd')",
            Heads.of("locality group")),
        leavingOut(
            "placements",
            "CREATE PLACEMENT P3 OPTIONS (instance_partition = 'default')",
            Heads.of("placement")),
        leavingOut(
            "property graphs",
            "CREATE PROPERTY GRAPH P4 NODE TABLES (P)",
            Heads.of("property graph")),
        leavingOut(
            "vector indexes",
            "CREATE VECTOR INDEX P5 ON P (B) OPTIONS (distance_type = 'COSINE')",
            Heads.of("vector index")),
        leavingOut(
            "ALTER SEARCH INDEX",
            "ALTER SEARCH INDEX P6 ADD STORED COLUMN A",
            statement -> statement.head().is("alter", "search index")),
        leavingOut(
            "functions", "CREATE FUNCTION P7(X INT64) RETURNS INT64 AS (X)", Heads.of("function")),
        leavingOut("queues", "CREATE QUEUE P8", Heads.of("queue")),
        leavingOut(
            "statistics packages",
            "ALTER STATISTICS P9 SET OPTIONS (allow_gc = false)",
            Heads.of("statistics")),
        leavingOut("ANALYZE", "ANALYZE", statement -> statement.head().verb().equals("analyze")),
        leavingOut(
            "SET INTERLEAVE IN",
            "ALTER TABLE P SET INTERLEAVE IN P",
            statement -> Heads.isAlterTable(statement, "set", "interleave")),
        leavingOut(
            "table options",
            "ALTER TABLE P SET OPTIONS (locality_group = 'default')",
            statement -> Heads.isAlterTable(statement, "set", "options")),
        leavingOut(
            "index options",
            "ALTER INDEX P10 SET OPTIONS (locality_group = 'default')",
            statement ->
                statement.head().is("alter", "index")
                    && statement.find(statement.afterHead(), "set", "options") >= 0),
        leavingOut(
            "ALTER COLUMN … ON UPDATE",
            "ALTER TABLE P ALTER COLUMN C SET ON UPDATE (CURRENT_TIMESTAMP())",
            statement -> Heads.setsOrDrops(statement, "on", "update")),
        new Gap("RENAME TABLE", "RENAME TABLE P0 TO P30", RenameTable::without),
        new Gap(
            "REFERENCES of a column",
            "CREATE TABLE P11 (A INT64 REFERENCES P (A)" + KEY,
            ColumnConstraints::without),
        new Gap(
            "CHECK of a column",
            "CREATE TABLE P12 (A INT64 CHECK (A > 0)" + KEY,
            ColumnConstraints::without),
        takingOut(
            "PRIMARY KEY within the parentheses",
            "CREATE TABLE P13 (A INT64, PRIMARY KEY (A))",
            TableClauses::withKeyBehind),
        takingOut(
            "INTERLEAVE IN",
            "CREATE TABLE P14 (A INT64, B INT64) PRIMARY KEY (A, B), INTERLEAVE IN P",
            TableClauses::withoutInterleaveIn),
        takingOut(
            "table options",
            "CREATE TABLE P15 (A INT64" + KEY + ", OPTIONS (locality_group = 'default')",
            TableClauses::withoutTableOptions),
        takingOut(
            "PLACEMENT KEY",
            "CREATE TABLE P16 (A INT64, B STRING(MAX) NOT NULL PLACEMENT KEY" + KEY,
            statement -> Clauses.withoutInTable(statement, "placement", "key")),
        takingOut(
            "NOT ENFORCED",
            "CREATE TABLE P17 (A INT64, FOREIGN KEY (A) REFERENCES P (A) NOT ENFORCED" + KEY,
            Clauses::withoutEnforcement),
        takingOut(
            "ON UPDATE",
            "CREATE TABLE P18 (A INT64, B TIMESTAMP DEFAULT (CURRENT_TIMESTAMP()) ON UPDATE"
                + " (CURRENT_TIMESTAMP())"
                + KEY,
            Clauses::withoutOnUpdate),
        takingOut(
            "AUTO_INCREMENT",
            "CREATE TABLE P19 (A INT64 AUTO_INCREMENT" + KEY,
            statement ->
                Clauses.replacedInTable(
                    statement,
                    "auto_increment",
                    "GENERATED BY DEFAULT AS IDENTITY (BIT_REVERSED_POSITIVE)")),
        takingOut(
            "UUID as STRING(36)",
            "CREATE TABLE P20 (A UUID DEFAULT (NEW_UUID())" + KEY,
            statement -> Types.replaced(statement, "uuid", "STRING(36)", "STRING")),
        takingOut(
            "NEW_UUID",
            "CREATE TABLE P21 (A STRING(36) DEFAULT (CAST(NEW_UUID() AS STRING))" + KEY,
            statement -> Clauses.replacedFunction(statement, "new_uuid", "GENERATE_UUID")),
        takingOut(
            "INTERVAL as STRING(MAX)",
            "CREATE TABLE P22 (A INT64, B INTERVAL" + KEY,
            statement -> Types.replaced(statement, "interval", "STRING(MAX)", "INTERVAL")),
        takingOut(
            "index options",
            "CREATE INDEX P23 ON P (B) OPTIONS (locality_group = 'default')",
            Clauses::withoutIndexOptions),
        takingOut(
            "SQL SECURITY DEFINER",
            "CREATE VIEW P24 SQL SECURITY DEFINER AS SELECT P.A FROM P",
            Clauses::withInvoker),
        takingOut(
            "IF NOT EXISTS of change streams",
            "CREATE CHANGE STREAM IF NOT EXISTS P25 FOR P",
            statement -> Clauses.unconditional(statement, "create", "change stream")),
        takingOut(
            "IF NOT EXISTS of views",
            "CREATE VIEW IF NOT EXISTS P26 SQL SECURITY INVOKER AS SELECT P.A FROM P",
            statement -> Clauses.unconditional(statement, "create", "view")),
        takingOut(
            "ALTER TABLE IF EXISTS",
            "ALTER TABLE IF EXISTS P ADD COLUMN P27 INT64",
            statement -> Clauses.unconditional(statement, "alter", "table")),
        options(
            "change stream options",
            "CREATE CHANGE STREAM P28 FOR P OPTIONS (allow_txn_exclusion = true)",
            new Options(
                "change stream",
                "options",
                List.of(
                    "retention_period",
                    "value_capture_type",
                    "exclude_insert",
                    "exclude_update",
                    "exclude_delete",
                    "exclude_ttl_deletes"))),
        options(
            "column options",
            "CREATE TABLE P29 (A INT64, B STRING(MAX) OPTIONS (locality_group = 'default')" + KEY,
            new Options("table", "options", List.of("allow_commit_timestamp"))),
        options(
            "database options",
            "ALTER DATABASE P SET OPTIONS (optimizer_version = 1)",
            new Options(
                "database",
                "options",
                List.of("default_leader", "default_sequence_kind", "version_retention_period"))));
  }

  private static Gap options(String name, String probe, Options options) {
    return new Gap(name, probe, options::without);
  }
}
