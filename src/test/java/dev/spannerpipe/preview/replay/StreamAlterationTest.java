package dev.spannerpipe.preview.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What stands in the emulator for an alteration of a change stream.
class StreamAlterationTest {
  private static Optional<List<String>> instead(
      Dialect dialect, String alteration, String... definition) {
    return StreamAlteration.instead(new DdlText(dialect, alteration), List.of(definition));
  }

  @Test
  void theStreamIsMadeAnewWithItsOptions() {
    assertThat(
            instead(
                Dialect.GOOGLE_STANDARD_SQL,
                "ALTER CHANGE STREAM s SET FOR T(a, b), U",
                "CREATE TABLE T (Id INT64) PRIMARY KEY(Id)",
                "CREATE CHANGE STREAM other FOR ALL",
                "CREATE CHANGE STREAM S\n  FOR T\n  OPTIONS (\n  retention_period = '7d'\n)"))
        .contains(
            List.of(
                "DROP CHANGE STREAM S",
                "CREATE CHANGE STREAM S FOR T(a, b), U OPTIONS (\n  retention_period = '7d'\n)"));
    assertThat(
            instead(
                Dialect.POSTGRESQL,
                "ALTER CHANGE STREAM s SET FOR t(a)",
                "CREATE CHANGE STREAM s\nFOR ALL\nWITH (retention_period = '7d')"))
        .contains(
            List.of(
                "DROP CHANGE STREAM s",
                "CREATE CHANGE STREAM s FOR t(a) WITH (retention_period = '7d')"));
  }

  @Test
  void aStreamThatWatchesNothingAnyMoreHasNoClause() {
    assertThat(
            instead(
                Dialect.GOOGLE_STANDARD_SQL,
                "ALTER CHANGE STREAM s DROP FOR ALL",
                "CREATE CHANGE STREAM s FOR ALL"))
        .contains(List.of("DROP CHANGE STREAM s", "CREATE CHANGE STREAM s"));
  }

  @Test
  void whereThereIsNoSuchStreamTheEmulatorMaySaySo() {
    assertThat(
            instead(
                Dialect.GOOGLE_STANDARD_SQL,
                "ALTER CHANGE STREAM s DROP FOR ALL",
                "CREATE CHANGE STREAM t FOR ALL"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ALTER CHANGE STREAM s SET FOR ALL | true
          ALTER CHANGE STREAM s DROP FOR ALL | true
          ALTER CHANGE STREAM s SET OPTIONS (retention_period = '2d') | false
          CREATE CHANGE STREAM s FOR ALL | false
          ALTER TABLE t ADD COLUMN a INT64 | false
          """)
  void onlyAnAlterationOfWhatIsWatchedIsOne(String statement, boolean is) {
    assertThat(StreamAlteration.is(new DdlText(Dialect.GOOGLE_STANDARD_SQL, statement)))
        .isEqualTo(is);
  }
}
