package dev.spannerpipe.lint;

import static dev.spannerpipe.lint.LintScenario.googleSql;
import static dev.spannerpipe.lint.LintScenario.postgreSql;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossRulesTest {
  private static final String PERMIT =
      "Check that nobody needs the data, and permit the loss when you apply (ALLOW_DESTRUCTIVE, or a"
          + " rule of the policy)";

  private static final String REPEAT =
      "Repeat in the statement every part of the definition that the column has to keep";

  private static final String KEEP =
      "Check that the application enforces the rule itself, or keep it";

  private static final String ORDERS =
      "CREATE TABLE orders (id INT64 NOT NULL, code STRING(20) NOT NULL DEFAULT ('x'), at TIMESTAMP OPTIONS (allow_commit_timestamp = true), total INT64, CONSTRAINT positive CHECK (total > 0)) PRIMARY KEY (id)";

  private static final String PG_ORDERS =
      "CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20) NOT NULL DEFAULT 'x', at timestamptz, total bigint, CONSTRAINT positive CHECK (total > 0))";

  private static LintScenario google(String... more) {
    return googleSql(with(ORDERS, more));
  }

  private static LintScenario postgres(String... more) {
    return postgreSql(with(PG_ORDERS, more));
  }

  private static String[] with(String first, String... more) {
    String[] all = new String[more.length + 1];
    all[0] = first;
    System.arraycopy(more, 0, all, 1, more.length);
    return all;
  }

  @Test
  void sp101ReportsADroppedTable() {
    String expected =
        "SP101 error at schema.sql:12: The table orders is dropped, with its rows. " + PERMIT;

    assertThat(
            google()
                .then("CREATE VIEW v SQL SECURITY INVOKER AS SELECT 1 AS one", "DROP TABLE orders")
                .findings(LintRule.SP101))
        .containsExactly(expected);
    assertThat(
            postgres()
                .then("CREATE VIEW v SQL SECURITY INVOKER AS SELECT 1 AS one", "DROP TABLE orders")
                .findings(LintRule.SP101))
        .containsExactly(expected);
  }

  @Test
  void sp101IgnoresATableOfTheSamePlan() {
    assertThat(
            google()
                .then("CREATE TABLE t (id STRING(36)) PRIMARY KEY (id)")
                .then("DROP TABLE t")
                .findings(LintRule.SP101))
        .isEmpty();
    assertThat(
            postgres()
                .then("CREATE TABLE t (id varchar(36) PRIMARY KEY)")
                .then("DROP TABLE t")
                .findings(LintRule.SP101))
        .isEmpty();
  }

  @Test
  void sp102ReportsADroppedColumn() {
    String expected =
        "SP102 error at schema.sql:12: The column code of orders is dropped, with its values. "
            + PERMIT;
    String[] statements = {
      "ALTER TABLE orders DROP COLUMN at",
      "ALTER TABLE orders DROP COLUMN code",
      "ALTER TABLE orders ALTER COLUMN total SET DEFAULT (1)"
    };

    assertThat(google().then(statements).findings(LintRule.SP102)).hasSize(2).contains(expected);
    assertThat(postgres().then(statements).findings(LintRule.SP102)).hasSize(2).contains(expected);
  }

  @Test
  void sp102IgnoresAColumnOfTheSamePlan() {
    assertThat(
            google()
                .then("ALTER TABLE orders ADD COLUMN c INT64")
                .then("ALTER TABLE orders DROP COLUMN c")
                .findings(LintRule.SP102))
        .isEmpty();
    assertThat(
            postgres()
                .then("ALTER TABLE orders ADD COLUMN c bigint")
                .then("ALTER TABLE orders DROP COLUMN c")
                .findings(LintRule.SP102))
        .isEmpty();
  }

  @Test
  void sp103ReportsANarrowerType() {
    assertThat(
            google()
                .then("ALTER TABLE orders ALTER COLUMN code STRING(10) NOT NULL DEFAULT ('x')")
                .findings())
        .containsExactly(
            "SP103 error at schema.sql:11: The type of the column code of orders becomes narrower: STRING(10) instead of STRING(20). "
                + PERMIT);
    assertThat(postgres().then("ALTER TABLE orders ALTER COLUMN code TYPE varchar(10)").findings())
        .containsExactly(
            "SP103 error at schema.sql:11: The type of the column code of orders becomes narrower: character varying(10) instead of character varying(20). "
                + PERMIT);
  }

  @Test
  void sp103IgnoresAWiderType() {
    assertThat(
            google()
                .then("ALTER TABLE orders ALTER COLUMN code STRING(30) NOT NULL DEFAULT ('x')")
                .findings())
        .isEmpty();
    assertThat(postgres().then("ALTER TABLE orders ALTER COLUMN code TYPE varchar(30)").findings())
        .isEmpty();
  }

  @Test
  void sp104ReportsWhatAnAlteredColumnLosesWithoutNamingIt() {
    assertThat(google().then("ALTER TABLE orders ALTER COLUMN code STRING(30)").findings())
        .containsExactly(
            "SP104 error at schema.sql:11: The column code of orders loses NOT NULL, which the statement does not repeat. "
                + REPEAT,
            "SP104 error at schema.sql:11: The column code of orders loses DEFAULT ('x'), which the statement does not repeat. "
                + REPEAT);
  }

  @Test
  void sp104IgnoresWhatTheStatementNames() {
    assertThat(
            google()
                .then(
                    "ALTER TABLE orders ALTER COLUMN code STRING(30) NOT NULL DEFAULT ('x')",
                    "ALTER TABLE orders ALTER COLUMN code DROP DEFAULT",
                    "ALTER TABLE orders ALTER COLUMN at SET OPTIONS (allow_commit_timestamp = null)")
                .findings())
        .isEmpty();
    assertThat(
            postgres()
                .then(
                    "ALTER TABLE orders ALTER COLUMN code TYPE varchar(30)",
                    "ALTER TABLE orders ALTER COLUMN code DROP DEFAULT",
                    "ALTER TABLE orders ALTER COLUMN code DROP NOT NULL")
                .findings())
        .isEmpty();
  }

  @Test
  void sp105ReportsADroppedSequenceStreamAndSchema() {
    String[] ddl = {
      "CREATE SCHEMA old",
      "CREATE SEQUENCE numbers BIT_REVERSED_POSITIVE",
      "CREATE CHANGE STREAM changes FOR orders"
    };
    String[] drops = {"DROP SEQUENCE numbers", "DROP CHANGE STREAM changes", "DROP SCHEMA old"};
    String[] expected = {
      "SP105 error at schema.sql:11: The sequence numbers is dropped, with its count. " + PERMIT,
      "SP105 error at schema.sql:12: The change stream changes is dropped, with the records that nobody has read yet. "
          + PERMIT,
      "SP105 error at schema.sql:13: The schema old is dropped. " + PERMIT
    };

    assertThat(google(ddl).then(drops).findings()).containsExactly(expected);
    assertThat(postgres(ddl).then(drops).findings()).containsExactly(expected);
  }

  @Test
  void sp105IgnoresAViewAndASequenceOfTheSamePlan() {
    String view = "CREATE VIEW v SQL SECURITY INVOKER AS SELECT 1 AS one";
    String sequence = "CREATE SEQUENCE q BIT_REVERSED_POSITIVE";

    assertThat(google(view).then(sequence).then("DROP SEQUENCE q", "DROP VIEW v").findings())
        .isEmpty();
    assertThat(postgres(view).then(sequence).then("DROP SEQUENCE q", "DROP VIEW v").findings())
        .isEmpty();
  }

  @Test
  void sp106ReportsRowsThatExpire() {
    assertThat(
            google()
                .then(
                    "ALTER TABLE orders ADD ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 30 DAY))")
                .findings())
        .containsExactly(
            "SP106 error at schema.sql:11: Rows of the table orders expire from now on, or sooner: OLDER_THAN(at, INTERVAL 30 DAY). "
                + PERMIT);
    assertThat(postgres().then("ALTER TABLE orders ADD TTL INTERVAL '30 days' ON at").findings())
        .containsExactly(
            "SP106 error at schema.sql:11: Rows of the table orders expire from now on, or sooner: INTERVAL '30 days' ON at. "
                + PERMIT);
  }

  @Test
  void sp106ReportsAShorterRetention() {
    assertThat(
            google("CREATE CHANGE STREAM changes FOR orders OPTIONS (retention_period = '7d')")
                .then("ALTER CHANGE STREAM changes SET OPTIONS (retention_period = '1d')")
                .findings())
        .containsExactly(
            "SP106 error at schema.sql:11: The change stream changes keeps old data for a shorter time: 1d instead of 7d. "
                + PERMIT);
  }

  @Test
  void sp106IgnoresRowsThatExpireLater() {
    assertThat(
            google("ALTER TABLE orders ADD ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 30 DAY))")
                .then(
                    "ALTER TABLE orders REPLACE ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 60 DAY))")
                .then("ALTER TABLE orders DROP ROW DELETION POLICY")
                .findings())
        .isEmpty();
    assertThat(
            postgres("ALTER TABLE orders ADD TTL INTERVAL '30 days' ON at")
                .then("ALTER TABLE orders ALTER TTL INTERVAL '60 days' ON at")
                .then("ALTER TABLE orders DROP TTL")
                .findings())
        .isEmpty();
  }

  @Test
  void sp109ReportsADroppedConstraintAndUniqueIndex() {
    String unique = "CREATE UNIQUE INDEX codes ON orders (code)";
    String[] drops = {"ALTER TABLE orders DROP CONSTRAINT positive", "DROP INDEX codes"};
    String[] expected = {
      "SP109 warning at schema.sql:11: The check positive of orders is dropped: Spanner no longer rejects rows that violate it. "
          + KEEP,
      "SP109 warning at schema.sql:12: The unique index codes is dropped: Spanner no longer rejects rows that violate it. "
          + KEEP
    };

    assertThat(google(unique).then(drops).findings()).containsExactly(expected);
    assertThat(postgres(unique).then(drops).findings()).containsExactly(expected);
  }

  @Test
  void sp109IgnoresWhatIsReplacedOrMoot() {
    String[] statements = {
      "DROP INDEX plain",
      "DROP INDEX codes",
      "CREATE UNIQUE INDEX codes2 ON orders (code)",
      "ALTER TABLE orders DROP CONSTRAINT positive",
      "ALTER TABLE orders DROP COLUMN total"
    };
    String[] indexes = {
      "CREATE INDEX plain ON orders (code)", "CREATE UNIQUE INDEX codes ON orders (code)"
    };

    assertThat(google(indexes).then(statements).findings(LintRule.SP109)).isEmpty();
    assertThat(postgres(indexes).then(statements).findings(LintRule.SP109)).isEmpty();
  }

  @Test
  void sp109IgnoresAForeignKeyThatIsReplacedAndOneOfTheSamePlan() {
    String table = "CREATE TABLE items (id STRING(36), o INT64) PRIMARY KEY (id)";
    String key = "ALTER TABLE items ADD CONSTRAINT %s FOREIGN KEY (o) REFERENCES orders (id)%s";

    assertThat(
            google(table, key.formatted("fk", ""))
                .then(
                    "ALTER TABLE items DROP CONSTRAINT fk",
                    key.formatted("fk2", " ON DELETE CASCADE"))
                .findings(LintRule.SP109))
        .isEmpty();
    assertThat(
            google(table)
                .then(key.formatted("fk", ""))
                .then("ALTER TABLE items DROP CONSTRAINT fk")
                .findings(LintRule.SP109))
        .isEmpty();
    assertThat(
            google(table, key.formatted("fk", ""))
                .then("ALTER TABLE items DROP CONSTRAINT fk")
                .findings(LintRule.SP109))
        .hasSize(1);
  }
}
