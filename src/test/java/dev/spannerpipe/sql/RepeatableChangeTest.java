package dev.spannerpipe.sql;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatableChangeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM t WHERE a < 5",
        "UPDATE t SET a = 1 WHERE true",
        "UPDATE t SET t.a = 'x', b = NULL WHERE a = 'y';",
        "UPDATE t AS x SET x.a = x.b + 1 WHERE x.a IS NULL",
        "UPDATE t SET a = CONCAT(b, 'a', c), d = IF(b > 1, 'a', 'd') WHERE a > 1 AND d < 2",
        "UPDATE t SET a = CASE WHEN b = 1 THEN 'x' ELSE 'y' END WHERE true",
        "UPDATE t SET a = [1, 2], b = STRUCT(1, 2) WHERE true",
        "UPDATE t SET a = 'a = a + CURRENT_TIMESTAMP()' WHERE true",
        "update t set a = lower(b) /* a + 1 */ where true then return a"
      })
  void isOneWhoseSecondExecutionChangesNothing(String sql) {
    assertThat(RepeatableChange.isRepeatable(GOOGLE_STANDARD_SQL, sql)).isTrue();
    assertThat(RepeatableChange.isRepeatable(POSTGRESQL, sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE t SET a = a + 1 WHERE true",
        "UPDATE t SET n = N + 1 WHERE true",
        "UPDATE t SET t.a = t.a || 'x' WHERE true",
        "UPDATE t SET a = b, b = a WHERE true",
        "UPDATE t SET a = 1, b = c, c = 2 WHERE true",
        "UPDATE t SET a = RAND() WHERE true",
        "UPDATE t SET a = CURRENT_TIMESTAMP() WHERE true",
        "UPDATE t SET a = current_date WHERE true",
        "UPDATE t SET a = GENERATE_UUID() WHERE true",
        "UPDATE t SET a = spanner.generate_uuid() WHERE true",
        "UPDATE t SET a = now() WHERE true",
        "UPDATE t SET a = GET_NEXT_SEQUENCE_VALUE(SEQUENCE s) WHERE true",
        "UPDATE t SET a = nextval('s') WHERE true",
        "UPDATE t SET a = PENDING_COMMIT_TIMESTAMP() WHERE true",
        "UPDATE t SET a = DEFAULT WHERE true",
        "UPDATE t SET a = 1 WHERE b < CURRENT_TIMESTAMP()",
        "UPDATE t SET a = 1 WHERE RAND() < 0.5",
        "UPDATE t SET a = (SELECT MAX(b) FROM u) WHERE true",
        "UPDATE t SET a = 1 WHERE b IN (SELECT b FROM u)",
        "UPDATE t SET (a, b) = (1, 2) WHERE true",
        "UPDATE t",
        "INSERT INTO t (a) VALUES (1)",
        "SELECT 1",
        ""
      })
  void isNoOther(String sql) {
    assertThat(RepeatableChange.isRepeatable(GOOGLE_STANDARD_SQL, sql)).isFalse();
    assertThat(RepeatableChange.isRepeatable(POSTGRESQL, sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UPDATE t SET `a` = A + 1 WHERE true", "UPDATE t SET a = `RAND`() WHERE true"})
  void readsQuotedNamesAsNames(String sql) {
    assertThat(RepeatableChange.isRepeatable(GOOGLE_STANDARD_SQL, sql)).isFalse();
  }
}
