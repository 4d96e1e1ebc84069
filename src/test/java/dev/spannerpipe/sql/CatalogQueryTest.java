package dev.spannerpipe.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which queries a copy of the schema answers as the database does.
class CatalogQueryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME IN ('a', 'b')",
        "select a, b from information_schema.columns c join information_schema.tables t on true",
        "SELECT 1 FROM (SELECT 1 FROM information_schema.indexes) AS x",
        "SELECT 'FROM Orders' /* FROM Orders */ FROM information_schema.tables ORDER BY 1, 2"
      })
  void aQueryOfTheInformationSchemaReadsOnlyTheSchema(String query) {
    for (Dialect dialect : Dialect.values()) {
      assertThat(CatalogQuery.readsOnlySchema(dialect, query)).as(dialect.name()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) FROM Orders",
        "SELECT 1 FROM information_schema.tables JOIN Orders ON true",
        "SELECT 1 FROM information_schema.tables t, Orders",
        "SELECT 1 FROM (SELECT 1 FROM Orders) AS x",
        "SELECT (SELECT COUNT(*) FROM Orders) FROM information_schema.tables",
        "SELECT 1 FROM SPANNER_SYS.TABLE_SIZES_STATS_1HOUR",
        "WITH o AS (SELECT 1) SELECT 1 FROM o",
        "FROM Orders"
      })
  void aQueryOfAnythingElseMayReadRows(String query) {
    for (Dialect dialect : Dialect.values()) {
      assertThat(CatalogQuery.readsOnlySchema(dialect, query)).as(dialect.name()).isFalse();
    }
  }
}
