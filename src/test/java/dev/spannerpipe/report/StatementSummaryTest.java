package dev.spannerpipe.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementSummaryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INSERT INTO customers (Id, Name) VALUES (1, 'a') | INSERT INTO customers
          insert into customers values (1) | insert into customers
          INSERT OR UPDATE customers (Id) SELECT Id FROM Old | INSERT OR UPDATE customers
          UPDATE customers SET Name = 'SET' WHERE true | UPDATE customers
          UPDATE Offset SET A = 1 WHERE true | UPDATE Offset
          DELETE FROM customers WHERE Id = 1 | DELETE FROM customers
          CREATE TABLE orders(Id INT64) PRIMARY KEY (Id) | CREATE TABLE orders
          CREATE UNIQUE INDEX ByName ON customers (Name) | CREATE UNIQUE INDEX ByName ON customers
          CREATE VIEW V SQL SECURITY INVOKER AS SELECT 1 | CREATE VIEW V
          ALTER TABLE orders ADD COLUMN Note STRING(MAX) | ALTER TABLE orders ADD COLUMN Note STRING
          GRANT SELECT ON TABLE orders TO ROLE reader | GRANT SELECT ON TABLE orders TO ROLE reader
          SELECT COUNT(*) FROM orders | SELECT COUNT(*) FROM orders
          DROP INDEX ByName | DROP INDEX ByName
          """)
  void saysWhatAStatementDoesWithoutSayingHow(String statement, String summary) {
    assertThat(StatementSummary.of(statement)).isEqualTo(summary);
  }

  @ParameterizedTest
  @CsvSource({"'DROP   TABLE\n  orders', DROP TABLE orders", "'', ''"})
  void fitsInALine(String statement, String summary) {
    assertThat(StatementSummary.of(statement)).isEqualTo(summary);
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT a_column_with_a_long_name FROM a_table_with_a_name_that_is_even_longer",
  })
  void isShort(String statement) {
    assertThat(StatementSummary.of(statement)).hasSizeLessThanOrEqualTo(60).endsWith("…");
  }
}
