package dev.spannerpipe.schema.ddl;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.effect.ModelText;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the emulator does with the same statements is compared in `SchemaStatementsIT`.
class SchemaStatementsTest {
  private static String after(Dialect dialect, String... statements) {
    return ModelText.of(SchemaStatements.apply(SchemaModel.empty(dialect), List.of(statements)));
  }

  @Test
  void referToATableThatTheyNameByItsSynonym() {
    assertThat(
            after(
                GOOGLE_STANDARD_SQL,
                "CREATE TABLE T (Id INT64, A INT64, SYNONYM(S)) PRIMARY KEY (Id)",
                "CREATE TABLE C (Id INT64, N INT64, CONSTRAINT K FOREIGN KEY (N) REFERENCES S (Id)) PRIMARY KEY (Id, N), INTERLEAVE IN PARENT S",
                "CREATE INDEX I ON S (A)",
                "CREATE INDEX J ON C (Id, N), INTERLEAVE IN S",
                "CREATE CHANGE STREAM W FOR S(A), C",
                "CREATE CHANGE STREAM X",
                "ALTER CHANGE STREAM X SET FOR S",
                "ALTER TABLE C ADD FOREIGN KEY (N) REFERENCES T (Id)",
                "ALTER TABLE C ADD FOREIGN KEY (N) REFERENCES S (Id)"))
        .isEqualTo(
            """
            database
            table C | primary key: Id, N; interleaving: IN PARENT T ON DELETE NO ACTION
              Id | type: INT64
              N | type: INT64
              foreign key K | reference: (N) REFERENCES T (Id)
              foreign key  | reference: (N) REFERENCES T (Id)
            index I | table: T; columns: A
            index J | interleaving: T; table: C; columns: Id, N
            table T | primary key: Id
              Id | type: INT64
              A | type: INT64
              synonym S
            change stream W | watched: T(A), C
            change stream X | watched: T
            """);
    assertThat(
            after(
                POSTGRESQL,
                "CREATE TABLE t (id bigint PRIMARY KEY)",
                "ALTER TABLE t RENAME WITH SYNONYM TO u",
                "CREATE TABLE c (id bigint, n bigint REFERENCES t (id), PRIMARY KEY (id, n)) INTERLEAVE IN PARENT t"))
        .isEqualTo(
            """
            database
            table c | primary key: id, n; interleaving: IN PARENT u ON DELETE NO ACTION
              id | type: bigint; not null
              n | type: bigint; not null
              foreign key  | reference: (n) REFERENCES u (id)
            table u | primary key: id
              id | type: bigint; not null
              synonym t
            """);
  }

  @Test
  void dropTheTableThatTheyNameByItsSynonym() {
    assertThat(
            after(
                GOOGLE_STANDARD_SQL,
                "CREATE TABLE T (Id INT64) PRIMARY KEY (Id)",
                "GRANT SELECT ON TABLE T TO ROLE r",
                "ALTER TABLE T ADD SYNONYM S",
                "DROP TABLE S"))
        .isEqualTo("database\n");
    assertThat(
            after(
                POSTGRESQL,
                "CREATE TABLE t (id bigint PRIMARY KEY)",
                "ALTER TABLE t RENAME WITH SYNONYM TO u",
                "DROP TABLE IF EXISTS t"))
        .isEqualTo("database\n");
  }

  @Test
  void renameTheTableThatTheyNameByItsSynonym() {
    assertThat(
            after(
                GOOGLE_STANDARD_SQL,
                "CREATE TABLE T (Id INT64) PRIMARY KEY (Id)",
                "CREATE CHANGE STREAM W FOR T",
                "ALTER TABLE T ADD SYNONYM S",
                "ALTER TABLE S RENAME TO U",
                "RENAME TABLE S TO V",
                "CREATE TABLE T (A INT64) PRIMARY KEY (A)"))
        .isEqualTo(
            """
            database
            table T | primary key: A
              A | type: INT64
            table V | primary key: Id
              Id | type: INT64
              synonym S
            change stream W | watched: V
            """);
  }
}
