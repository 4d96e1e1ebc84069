package dev.spannerpipe.changelog.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Generated columns of structured changes that no DDL can be written for. Those that work run in
/// `GeneratedColumnsIT`.
class GeneratedColumnsTest {
  @TempDir Path directory;

  private String refusal(Dialect dialect, String change) {
    return new Repository(directory).refusal(dialect, "- " + change);
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE_STANDARD_SQL, total INT64 AS (price * amount) STORED",
    "POSTGRESQL, total bigint GENERATED ALWAYS AS (price * amount) STORED"
  })
  void rejectsAComputedColumnWithoutExpression(Dialect dialect, String example) {
    assertThat(
            refusal(
                dialect,
                "addColumn: {tableName: t, columns: [{column: {name: total, type: INT64 AS (a + 1)"
                    + " STORED, computed: true}}]}"))
        .isEqualTo(
            "changelog.yaml:6: the change addColumn cannot be done: its computed column total has no"
                + " expression. Write the whole column into its name, as in \""
                + example
                + "\".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: INT64",
        "constraints: {nullable: false}",
        "constraints: {primaryKey: true}",
        "defaultValue: 1"
      })
  void rejectsWhatStandsBesideAWholeDefinition(String other) {
    for (Dialect dialect : Dialect.values()) {
      assertThat(
              refusal(
                  dialect,
                  "createTable: {tableName: t, columns: [{column: {name: b INT64 AS (a + 1) STORED,"
                      + " computed: true, "
                      + other
                      + "}}]}"))
          .isEqualTo(
              "changelog.yaml:6: the change createTable cannot be done: its computed column b INT64"
                  + " AS (a + 1) STORED has a type, default or constraint beside its definition."
                  + " Keep only name and computed, and write the rest into the name.");
    }
  }

  @Test
  void rejectsAGeneratedDefaultOfAColumnThatIsThere() {
    for (Dialect dialect : Dialect.values()) {
      assertThat(
              refusal(
                  dialect,
                  "addDefaultValue: {tableName: t, columnName: c, defaultValueComputed: GENERATED"
                      + " ALWAYS AS (a + 1) STORED}"))
          .isEqualTo(
              "changelog.yaml:6: the change addDefaultValue cannot be done: Spanner cannot turn a"
                  + " column into a generated one. Add a new column that is generated, and drop the"
                  + " old one.");
    }
  }

  @Test
  void rejectsAValueOfAGeneratedColumn() {
    assertThat(
            refusal(
                Dialect.GOOGLE_STANDARD_SQL,
                "addColumn: {tableName: t, columns: [{column: {name: c, type: INT64, value: 1,"
                    + " defaultValueComputed: AS (a + 1) STORED}}]}"))
        .isEqualTo(
            "changelog.yaml:6: the change addColumn cannot be done: its generated column c has a"
                + " value. Remove the value.");
  }
}
