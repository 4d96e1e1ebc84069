package dev.spannerpipe.changelog.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.changelog.FakeDatabase;
import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes that restate what a column already is.
class LiveColumnsTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }

  private List<String> resolved(Dialect dialect, String change, FakeDatabase database) {
    Step step = repository.changeSet(dialect, change).steps().getLast();
    return ((Step.Live) step).resolver().resolve(database);
  }

  @Test
  void keepsDefaultAndNotNullWhenATypeChanges() {
    FakeDatabase database =
        new FakeDatabase()
            .answering("is_nullable", List.of(row("STRING(10)", "NO", "'x'", "NEVER", "NO")));

    assertThat(
            resolved(
                Dialect.GOOGLE_STANDARD_SQL,
                "- modifyDataType: {tableName: t, columnName: a, newDataType: varchar(20)}",
                database))
        .containsExactly("ALTER TABLE t ALTER COLUMN a STRING(20) NOT NULL DEFAULT ('x')");
    assertThat(database.queries)
        .containsExactly(
            "SELECT column_name FROM information_schema.columns WHERE LOWER(table_schema) ="
                + " 'information_schema' AND LOWER(table_name) = 'columns' AND LOWER(column_name) ="
                + " 'on_update_expression'",
            "SELECT spanner_type, is_nullable, column_default, is_generated, is_identity FROM"
                + " information_schema.columns WHERE LOWER(table_schema) = LOWER('') AND"
                + " LOWER(table_name) = 't' AND LOWER(column_name) = 'a'");
  }

  @Test
  void keepsOnUpdateWhereTheServerTellsAboutIt() {
    FakeDatabase database =
        new FakeDatabase()
            .answering("'on_update_expression'", List.of(row("ON_UPDATE_EXPRESSION")))
            .answering(
                "is_nullable",
                List.of(row("TIMESTAMP", "YES", null, "NEVER", "NO", "CURRENT_TIMESTAMP()")));

    assertThat(
            resolved(
                Dialect.GOOGLE_STANDARD_SQL,
                "- addNotNullConstraint: {tableName: t, columnName: a}",
                database))
        .containsExactly(
            "ALTER TABLE t ALTER COLUMN a TIMESTAMP NOT NULL ON UPDATE (CURRENT_TIMESTAMP())");
  }

  @Test
  void keepsTheDefaultWhenNotNullGoes() {
    FakeDatabase database =
        new FakeDatabase()
            .answering("is_nullable", List.of(row("INT64", "NO", "5", "NEVER", "NO")));

    assertThat(
            resolved(
                Dialect.GOOGLE_STANDARD_SQL,
                "- dropNotNullConstraint: {tableName: t, columnName: a, columnDataType: int}",
                database))
        .containsExactly("ALTER TABLE t ALTER COLUMN a INT64 DEFAULT (5)");
  }

  @Test
  void fillsNullsBeforeNotNull() {
    List<Step> steps =
        repository
            .changeSet(
                Dialect.GOOGLE_STANDARD_SQL,
                "- addNotNullConstraint: {tableName: t, columnName: a, columnDataType: int,"
                    + " defaultNullValue: 7}")
            .steps();

    assertThat(Repository.texts(steps))
        .containsExactly("UPDATE t SET a = 7 WHERE a IS NULL", "addNotNullConstraint t.a");
  }

  @Test
  void restatesAfterATypeChangeInPostgres() {
    FakeDatabase database =
        new FakeDatabase()
            .answering(
                "is_nullable",
                List.of(row("character varying(10)", "NO", "'x'::text", "NEVER", "NO")));

    assertThat(
            resolved(
                Dialect.POSTGRESQL,
                "- modifyDataType: {tableName: t, columnName: a, newDataType: varchar(20)}",
                database))
        .containsExactly(
            "ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(20)",
            "ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'::text",
            "ALTER TABLE t ALTER COLUMN a SET NOT NULL");
  }

  @Test
  void refusesAColumnThatIsGenerated() {
    FakeDatabase database =
        new FakeDatabase()
            .answering("is_nullable", List.of(row("INT64", "YES", null, "ALWAYS", "NO")));

    assertThatThrownBy(
            () ->
                resolved(
                    Dialect.GOOGLE_STANDARD_SQL,
                    "- addNotNullConstraint: {tableName: t, columnName: a}",
                    database))
        .hasMessage(
            "Could not change the column t.a: it is a generated or identity column, whose"
                + " definition cannot be repeated. Write the change as sql.");
  }

  @Test
  void saysThatTheColumnDoesNotExist() {
    assertThatThrownBy(
            () ->
                resolved(
                    Dialect.GOOGLE_STANDARD_SQL,
                    "- addNotNullConstraint: {tableName: t, columnName: a}",
                    new FakeDatabase()))
        .hasMessage(
            "Could not change the column t.a: the database has no such column. Correct the name, or"
                + " create the column first.");
  }

  @Test
  void dropsTheForeignKeysThatThereAre() {
    FakeDatabase database =
        new FakeDatabase().answering("FOREIGN KEY", List.of(row("fk1"), row("fk2")));

    assertThat(
            resolved(
                Dialect.GOOGLE_STANDARD_SQL,
                "- dropAllForeignKeyConstraints: {baseTableName: t}",
                database))
        .containsExactly("ALTER TABLE t DROP CONSTRAINT fk1", "ALTER TABLE t DROP CONSTRAINT fk2");
  }
}
