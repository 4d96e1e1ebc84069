package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// How the values of a query look as text, for every type.
@Concurrent
class QueryValuesIT {
  @Test
  void givesGoogleSqlValuesAsText() {
    assertThat(
            row(
                Dialect.GOOGLE_STANDARD_SQL,
                """
                SELECT 42, -9223372036854775808, TRUE, FALSE, 1.5, CAST('nan' AS FLOAT64),
                  CAST(0.25 AS FLOAT32), NUMERIC '12345678901234567890.123456789', 'ü "x"',
                  b'\\x00\\xff', DATE '2026-03-01', TIMESTAMP '2026-03-01 10:20:30.123456789+00',
                  JSON '{"b": [1, null], "a": "x"}', [1, NULL, 3], ['a', NULL, 'b,c'],
                  CAST(NULL AS INT64), CAST(NULL AS ARRAY<STRING>),
                  REPEAT('x', 100)
                """))
        .containsExactly(
            "42",
            "-9223372036854775808",
            "true",
            "false",
            "1.5",
            "NaN",
            "0.25",
            "12345678901234567890.123456789",
            "ü \"x\"",
            "AP8=",
            "2026-03-01",
            "2026-03-01T10:20:30.123456789Z",
            "{\"a\":\"x\",\"b\":[1,null]}",
            "[1,NULL,3]",
            "[a,NULL,b,c]",
            null,
            null,
            "x".repeat(100));
  }

  @Test
  void givesPostgresqlValuesAsText() {
    assertThat(
            row(
                Dialect.POSTGRESQL,
                """
                SELECT 42::bigint, true, 1.5::float8, 0.25::float4, 12345678901234567890.123::numeric,
                  'ü "x"', '\\x00ff'::bytea, '2026-03-01'::date,
                  '2026-03-01 10:20:30.123456+00'::timestamptz, '{"b": [1, null], "a": "x"}'::jsonb,
                  ARRAY[1, NULL, 3]::bigint[], ARRAY['a', 'b,c']::varchar[], NULL::bigint,
                  NULL::varchar[]
                """))
        .containsExactly(
            "42",
            "true",
            "1.5",
            "0.25",
            "12345678901234567890.123",
            "ü \"x\"",
            "AP8=",
            "2026-03-01",
            "2026-03-01T10:20:30.123456000Z",
            "{\"a\": \"x\", \"b\": [1, null]}",
            "[1,NULL,3]",
            "[a,b,c]",
            null,
            null);
  }

  private static List<@Nullable String> row(Dialect dialect, String sql) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    try (SpannerConnection connection = Opened.connect(database.settings())) {
      List<List<@Nullable String>> rows =
          connection.database(connection.describe(), "test").query(sql);
      assertThat(rows).hasSize(1);
      return rows.getFirst();
    }
  }
}
