package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every precondition that asks the database, with its true answer: `yes`, `no`, or `error` where
/// the question cannot be answered.
@Concurrent
class PreconditionAnswersIT {
  private static final String[] GOOGLE_SQL = {
    "CREATE SCHEMA s",
    "CREATE TABLE s.Orders (Id INT64, `Select` STRING(5)) PRIMARY KEY (Id)",
    "CREATE TABLE Orders (Id INT64, Name STRING(5), Total INT64 AS (Id + 1) STORED,"
        + " SYNONYM(OldOrders)) PRIMARY KEY (Id)",
    "CREATE TABLE `Order` (Id INT64, Ref INT64, CONSTRAINT fk FOREIGN KEY (Ref) REFERENCES Orders"
        + " (Id)) PRIMARY KEY (Id)",
    "CREATE VIEW V SQL SECURITY INVOKER AS SELECT o.Id, o.Name FROM Orders o",
    "CREATE VIEW s.W SQL SECURITY INVOKER AS SELECT o.Id FROM s.Orders o",
    "CREATE SEQUENCE Seq OPTIONS (sequence_kind = 'bit_reversed_positive')",
    "CREATE SEQUENCE s.Other OPTIONS (sequence_kind = 'bit_reversed_positive')",
    "CREATE INDEX ByName ON Orders (Name DESC, Id)",
  };
  private static final String[] POSTGRESQL = {
    "CREATE SCHEMA s",
    "CREATE TABLE s.orders (id bigint PRIMARY KEY, \"Select\" varchar(5))",
    "CREATE TABLE orders (id bigint PRIMARY KEY, name varchar(5), total bigint GENERATED ALWAYS AS"
        + " (id + 1) STORED)",
    "ALTER TABLE orders ADD SYNONYM old_orders",
    "CREATE TABLE \"Order\" (id bigint PRIMARY KEY, ref bigint, CONSTRAINT fk FOREIGN KEY (ref)"
        + " REFERENCES orders (id))",
    "CREATE VIEW v SQL SECURITY INVOKER AS SELECT id, name FROM orders",
    "CREATE VIEW s.w SQL SECURITY INVOKER AS SELECT id FROM s.orders",
    "CREATE SEQUENCE seq BIT_REVERSED_POSITIVE",
    "CREATE SEQUENCE s.other BIT_REVERSED_POSITIVE",
    "CREATE INDEX by_name ON orders (name DESC, id)",
  };

  /// Condition, answer. The names are those of GoogleSQL; a `by_name` and `old_orders` are put in
  /// for the other dialect.
  private static final String CONDITIONS =
      """
      tableExists: {tableName: Orders} = yes
      tableExists: {tableName: orders} = yes
      tableExists: {tableName: Order} = yes
      tableExists: {tableName: '`Order`'} = yes
      tableExists: {tableName: Orders, schemaName: s} = yes
      tableExists: {tableName: s.Orders} = yes
      tableExists: {tableName: s.Order} = no
      tableExists: {tableName: Order, schemaName: s} = no
      tableExists: {tableName: Nope} = no
      tableExists: {tableName: V} = no
      tableExists: {tableName: OldOrders} = no
      viewExists: {viewName: v} = yes
      viewExists: {viewName: W} = no
      viewExists: {viewName: W, schemaName: s} = yes
      viewExists: {viewName: s.W} = yes
      viewExists: {viewName: Orders} = no
      columnExists: {tableName: Orders, columnName: Name} = yes
      columnExists: {tableName: ORDERS, columnName: name} = yes
      columnExists: {tableName: Orders, columnName: Total} = yes
      columnExists: {tableName: Orders, columnName: Ref} = no
      columnExists: {tableName: V, columnName: Name} = yes
      columnExists: {tableName: V, columnName: Total} = no
      columnExists: {tableName: Orders, columnName: select} = no
      columnExists: {tableName: Orders, schemaName: s, columnName: '`Select`'} = yes
      columnExists: {tableName: s.Orders, columnName: Select} = yes
      columnExists: {tableName: Nope, columnName: Id} = no
      indexExists: {indexName: ByName} = yes
      indexExists: {indexName: ByName, tableName: Orders} = yes
      indexExists: {indexName: ByName, tableName: Order} = no
      indexExists: {tableName: Orders, columnNames: 'name, id'} = yes
      indexExists: {tableName: Orders, columnNames: 'id, name'} = no
      indexExists: {tableName: Orders, columnNames: id} = no
      indexExists: {indexName: PRIMARY_KEY} = no
      indexExists: {indexName: ByName, schemaName: s} = no
      foreignKeyConstraintExists: {foreignKeyName: fk} = yes
      foreignKeyConstraintExists: {foreignKeyName: FK, foreignKeyTableName: order} = yes
      foreignKeyConstraintExists: {foreignKeyName: fk, foreignKeyTableName: Orders} = no
      primaryKeyExists: {tableName: Orders} = yes
      primaryKeyExists: {tableName: V} = no
      primaryKeyExists: {tableName: Nope} = no
      primaryKeyExists: {primaryKeyName: PK_Orders} = yes
      primaryKeyExists: {primaryKeyName: fk} = no
      sequenceExists: {sequenceName: seq} = yes
      sequenceExists: {sequenceName: Other} = no
      sequenceExists: {sequenceName: Other, schemaName: s} = yes
      sequenceExists: {sequenceName: s.Other} = yes
      rowCount: {tableName: orders, expectedRows: 0} = yes
      rowCount: {tableName: orders, expectedRows: 1} = no
      rowCount: {tableName: s.orders, expectedRows: 0} = yes
      rowCount: {tableName: nope, expectedRows: 0} = error
      tableIsEmpty: {tableName: orders} = yes
      tableIsEmpty: {tableName: nope} = error
      sqlCheck: {expectedResult: 0, sql: SELECT COUNT(*) FROM orders} = yes
      sqlCheck: {expectedResult: true, sql: SELECT COUNT(*) = 0 FROM orders} = yes
      sqlCheck: {expectedResult: 0, sql: SELECT id FROM orders} = no
      sqlCheck: {expectedResult: 0, sql: SELECT id FROM nope} = error
      """;

  /// Where plain Liquibase answers otherwise.
  private static final String LIQUIBASES =
      """
      tableExists: {tableName: '`Order`'} = no
      tableExists: {tableName: s.Orders} = no
      viewExists: {viewName: W, schemaName: s} = error
      viewExists: {viewName: s.W} = no
      columnExists: {tableName: Orders, columnName: Name} = no
      columnExists: {tableName: ORDERS, columnName: name} = no
      columnExists: {tableName: Orders, columnName: Total} = no
      columnExists: {tableName: V, columnName: Name} = no
      columnExists: {tableName: Orders, schemaName: s, columnName: '`Select`'} = no
      columnExists: {tableName: s.Orders, columnName: Select} = no
      indexExists: {tableName: Orders, columnNames: 'name, id'} = no
      indexExists: {tableName: Orders, columnNames: id} = yes
      indexExists: {indexName: PRIMARY_KEY} = yes
      indexExists: {indexName: ByName, schemaName: s} = yes
      primaryKeyExists: {primaryKeyName: PK_Orders} = error
      primaryKeyExists: {primaryKeyName: fk} = error
      sequenceExists: {sequenceName: Other, schemaName: s} = error
      sequenceExists: {sequenceName: s.Other} = no
      rowCount: {tableName: s.orders, expectedRows: 0} = error
      tableIsEmpty: {tableName: orders} = error
      sqlCheck: {expectedResult: 0, sql: SELECT id FROM orders} = error
      """;

  /// Each condition guards a change set whose id is its number.
  private static String changelog() {
    StringBuilder text = new StringBuilder("databaseChangeLog:\n");
    List<String> conditions = List.copyOf(conditions().keySet());
    for (int id = 0; id < conditions.size(); id++) {
      text.append(
          """
            - changeSet:
                id: %d
                author: ann
                preConditions:
                  - onFail: MARK_RAN
                  - onError: CONTINUE
                  - %s
                changes:
                  - tagDatabase: {tag: v1}
          """
              .formatted(id, conditions.get(id)));
    }
    return text.toString();
  }

  private static Map<String, String> conditions() {
    Map<String, String> conditions = new LinkedHashMap<>();
    CONDITIONS
        .lines()
        .forEach(
            line -> {
              int at = line.lastIndexOf(" = ");
              conditions.put(line.substring(0, at), line.substring(at + 3));
            });
    return conditions;
  }

  private static Map<String, String> answers(TestDatabase database) {
    Map<String, String> types = new LinkedHashMap<>();
    database
        .rows("SELECT ID, EXECTYPE FROM DATABASECHANGELOG")
        .forEach(row -> types.put(row.getFirst(), row.get(1)));
    Map<String, String> answers = new LinkedHashMap<>();
    for (String condition : conditions().keySet()) {
      String type = types.getOrDefault(String.valueOf(answers.size()), "");
      answers.put(
          condition, type.equals("EXECUTED") ? "yes" : type.equals("MARK_RAN") ? "no" : "error");
    }
    return answers;
  }

  @Test
  void areTrueInGoogleSqlAndWhereLiquibasesAreNotIsKnown(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.ours().execute(GOOGLE_SQL);
    both.theirs().execute(GOOGLE_SQL);
    both.repository().write("changelog.yaml", changelog());

    both.pipe().apply("changelog.yaml").succeeded();
    both.liquibase().update("changelog.yaml").succeeded();

    Map<String, String> ours = answers(both.ours());
    assertThat(ours).isEqualTo(conditions());
    List<String> different = new ArrayList<>();
    answers(both.theirs())
        .forEach(
            (condition, answer) -> {
              if (!answer.equals(ours.get(condition))) {
                different.add(condition + " = " + answer);
              }
            });
    assertThat(String.join("\n", different) + "\n").isEqualTo(LIQUIBASES);
  }

  @Test
  void areTrueInThePostgresqlDialect(@TempDir Path directory) {
    TestDatabase database = EmulatorServer.running().newDatabase(Dialect.POSTGRESQL);
    database.execute(POSTGRESQL);
    new Repository(directory)
        .write(
            "changelog.yaml",
            changelog()
                .replace("Name: ByName", "Name: by_name")
                .replace("Name: OldOrders", "Name: old_orders"));

    ComparedPipe.on(database, EmulatorServer.running().host(), directory)
        .apply("changelog.yaml")
        .succeeded();

    assertThat(answers(database)).isEqualTo(conditions());
  }
}
