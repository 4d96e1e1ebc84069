package dev.spannerpipe.lint;

import static dev.spannerpipe.lint.LintScenario.googleSql;
import static dev.spannerpipe.lint.LintScenario.postgreSql;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameRulesTest {
  private static final String CONSTRAINT =
      "Write CONSTRAINT and a name before it, so that a later change set can name it";

  private static final String CHOOSE = "Choose another name while nobody uses this one";

  private static final String PARENT = "CREATE TABLE p (id STRING(36)) PRIMARY KEY (id)";
  private static final String PG_PARENT = "CREATE TABLE p (id varchar(36) PRIMARY KEY)";

  @Test
  void sp307ReportsConstraintsWithoutANameInANewTable() {
    assertThat(
            googleSql(PARENT)
                .then(
                    "CREATE TABLE T (id STRING(36), p STRING(36), n INT64, FOREIGN KEY (p) REFERENCES p (id), CHECK (n > 0)) PRIMARY KEY (id)")
                .findings())
        .containsExactly(
            "SP307 warning at schema.sql:11: The foreign key (p) REFERENCES p (id) of the table T has no name, so Spanner makes one up. "
                + CONSTRAINT,
            "SP307 warning at schema.sql:11: The check (n > 0) of the table T has no name, so Spanner makes one up. "
                + CONSTRAINT);
    assertThat(
            postgreSql(PG_PARENT)
                .then(
                    "CREATE TABLE t (id varchar(36) PRIMARY KEY, p varchar(36) REFERENCES p (id), n bigint CHECK (n > 0))")
                .findings())
        .containsExactly(
            "SP307 warning at schema.sql:11: The foreign key (p) REFERENCES p (id) of the table t has no name, so Spanner makes one up. "
                + CONSTRAINT,
            "SP307 warning at schema.sql:11: The check (n > 0) of the table t has no name, so Spanner makes one up. "
                + CONSTRAINT);
  }

  @Test
  void sp307ReportsAConstraintWithoutANameThatIsAdded() {
    String expected =
        "SP307 warning at schema.sql:12: The check (id <> 'x') of the table p has no name, so Spanner makes one up. "
            + CONSTRAINT;
    String add = "ALTER TABLE p ADD CHECK (id <> 'x')";

    assertThat(
            googleSql(PARENT)
                .then("ALTER TABLE p ADD COLUMN n INT64", add)
                .findings(LintRule.SP307))
        .containsExactly(expected);
    assertThat(
            postgreSql(PG_PARENT)
                .then("ALTER TABLE p ADD COLUMN n bigint", add)
                .findings(LintRule.SP307))
        .containsExactly(expected);
  }

  @Test
  void sp307IgnoresConstraintsWithANameAndThoseThatAreThere() {
    assertThat(
            googleSql("CREATE TABLE q (id STRING(36), CHECK (id <> 'x')) PRIMARY KEY (id)")
                .then(
                    "CREATE TABLE t (id STRING(36), q STRING(36), CONSTRAINT k FOREIGN KEY (q) REFERENCES q (id), CONSTRAINT c CHECK (q <> '')) PRIMARY KEY (id)",
                    "ALTER TABLE q ADD COLUMN n INT64")
                .findings())
        .isEmpty();
    assertThat(
            postgreSql("CREATE TABLE q (id varchar(36) PRIMARY KEY, CHECK (id <> 'x'))")
                .then(
                    "CREATE TABLE t (id varchar(36) PRIMARY KEY, q varchar(36) CONSTRAINT k REFERENCES q (id), CONSTRAINT c CHECK (q <> ''))",
                    "ALTER TABLE q ADD COLUMN n bigint")
                .findings())
        .isEmpty();
  }

  @Test
  void sp308ReportsReservedWords() {
    assertThat(
            googleSql(PARENT)
                .then(
                    "CREATE TABLE `Order` (id STRING(36), `end` INT64) PRIMARY KEY (id)",
                    "ALTER TABLE p ADD COLUMN `from` INT64")
                .findings())
        .containsExactly(
            "SP308 warning at schema.sql:11: The name of the table Order is a reserved word, so every query must quote it. "
                + CHOOSE,
            "SP308 warning at schema.sql:11: The name of the column end of Order is a reserved word, so every query must quote it. "
                + CHOOSE,
            "SP308 warning at schema.sql:12: The name of the column from of p is a reserved word, so every query must quote it. "
                + CHOOSE);
    assertThat(
            postgreSql(PG_PARENT)
                .then(
                    "CREATE TABLE \"user\" (id varchar(36) PRIMARY KEY)",
                    "ALTER TABLE p RENAME WITH SYNONYM TO \"table\"")
                .findings())
        .containsExactly(
            "SP308 warning at schema.sql:11: The name of the table user is a reserved word, so every query must quote it. "
                + CHOOSE,
            "SP308 warning at schema.sql:12: The name of the table table is a reserved word, so every query must quote it. "
                + CHOOSE);
  }

  @Test
  void sp308ReportsNamesThatDifferOnlyByCase() {
    assertThat(
            postgreSql("CREATE TABLE orders (id varchar(36) PRIMARY KEY, code varchar(9))")
                .then(
                    "CREATE TABLE \"Orders\" (id varchar(36) PRIMARY KEY)",
                    "ALTER TABLE orders ADD COLUMN \"Code\" varchar(9)")
                .findings())
        .containsExactly(
            "SP308 warning at schema.sql:11: The name of the table Orders differs from the name orders only by case. "
                + CHOOSE,
            "SP308 warning at schema.sql:12: The name of the column Code of orders differs from the name code only by case. "
                + CHOOSE);
  }

  @Test
  void sp308ReportsAnAlmostTooLongName() {
    String name = "n".repeat(116);
    String expected =
        "SP308 warning at schema.sql:11: The name of the index %s has 116 of at most 128 characters. "
                .formatted(name)
            + CHOOSE;

    assertThat(
            googleSql(PARENT, "ALTER TABLE p ADD COLUMN c STRING(9)")
                .then("CREATE INDEX " + name + " ON p (c)")
                .findings(LintRule.SP308))
        .containsExactly(expected);
    assertThat(
            postgreSql(PG_PARENT, "ALTER TABLE p ADD COLUMN c varchar(9)")
                .then("CREATE INDEX " + name + " ON p (c)")
                .findings(LintRule.SP308))
        .containsExactly(expected);
  }

  @Test
  void sp308IgnoresPlainNamesAndNamesThatAreThere() {
    String almost = "n".repeat(115);

    assertThat(
            googleSql("CREATE TABLE `order` (id STRING(36)) PRIMARY KEY (id)")
                .then(
                    "ALTER TABLE `order` ADD COLUMN user STRING(36)",
                    "CREATE TABLE " + almost + " (id STRING(36)) PRIMARY KEY (id)")
                .findings())
        .isEmpty();
    assertThat(
            postgreSql("CREATE TABLE \"order\" (id varchar(36) PRIMARY KEY)")
                .then(
                    "ALTER TABLE \"order\" ADD COLUMN \"createdAt\" timestamptz",
                    "CREATE TABLE " + almost + " (id varchar(36) PRIMARY KEY)")
                .findings())
        .isEmpty();
  }
}
