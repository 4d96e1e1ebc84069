package dev.spannerpipe.lint;

import static dev.spannerpipe.lint.LintScenario.googleSql;
import static dev.spannerpipe.lint.LintScenario.postgreSql;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExistingRowsRulesTest {
  private static final String ORDERS =
      "CREATE TABLE orders (id STRING(36) NOT NULL, code STRING(20), total INT64, customer STRING(36)) PRIMARY KEY (id)";

  private static final String PG_ORDERS =
      "CREATE TABLE orders (id varchar(36) PRIMARY KEY, code varchar(20), total bigint, customer varchar(36))";

  private static final String NEW =
      "CREATE TABLE fresh (id STRING(36) NOT NULL, code STRING(20), total INT64) PRIMARY KEY (id)";
  private static final String PG_NEW =
      "CREATE TABLE fresh (id varchar(36) PRIMARY KEY, code varchar(20), total bigint)";

  private static final String FILL =
      "Fill the column and let the application write it first, and query for NULL values";

  private static final String QUERY =
      "Query for rows that violate it first, and apply when the load is low";

  private static final String LOW =
      "Apply when the load is low, and create at most three such indexes a day";

  private static List<String> both(String google, String postgres) {
    List<String> found = googleSql(ORDERS).then(google).findings();

    assertThat(postgreSql(PG_ORDERS).then(postgres).findings()).isEqualTo(found);
    return found;
  }

  private static List<String> both(String statement) {
    return both(statement, statement);
  }

  @Test
  void sp201ReportsAnExistingColumnThatBecomesNotNull() {
    assertThat(
            both(
                "ALTER TABLE orders ALTER COLUMN code STRING(20) NOT NULL",
                "ALTER TABLE orders ALTER COLUMN code SET NOT NULL"))
        .containsExactly(
            "SP201 warning at schema.sql:11: The column code of orders becomes NOT NULL: Spanner validates all rows, and rejects new NULL values even before the validation ends. "
                + FILL);
  }

  @Test
  void sp201IgnoresNewColumnsAndNewTables() {
    assertThat(
            googleSql(ORDERS)
                .then(NEW)
                .then(
                    "ALTER TABLE fresh ALTER COLUMN code STRING(20) NOT NULL",
                    "ALTER TABLE orders ADD COLUMN paid BOOL NOT NULL DEFAULT (false)")
                .findings())
        .isEmpty();
    assertThat(
            postgreSql(PG_ORDERS)
                .then(PG_NEW)
                .then(
                    "ALTER TABLE fresh ALTER COLUMN code SET NOT NULL",
                    "ALTER TABLE orders ADD COLUMN paid boolean NOT NULL DEFAULT false")
                .findings())
        .isEmpty();
  }

  @Test
  void sp202ReportsACheckAndAForeignKeyOnAnExistingTable() {
    assertThat(both("ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0)"))
        .containsExactly(
            "SP202 warning at schema.sql:11: The check positive of orders is added: Spanner validates all rows of the table. "
                + QUERY);
    assertThat(
            both(
                "ALTER TABLE orders ADD CONSTRAINT self FOREIGN KEY (customer) REFERENCES orders (id)"))
        .containsExactly(
            "SP202 warning at schema.sql:11: The foreign key self of orders is added: Spanner validates all rows of the table. "
                + QUERY);
  }

  @Test
  void sp202IgnoresNewTablesKeysThatAreNotEnforcedAndNewColumns() {
    String check = "ALTER TABLE fresh ADD CONSTRAINT positive CHECK (total > 0)";
    String key = "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (fresh) REFERENCES orders (id)";

    assertThat(googleSql(ORDERS).then(NEW).then(check).findings()).isEmpty();
    assertThat(postgreSql(PG_ORDERS).then(PG_NEW).then(check).findings()).isEmpty();
    assertThat(
            googleSql(ORDERS)
                .then("ALTER TABLE orders ADD COLUMN fresh STRING(36)", key)
                .findings())
        .isEmpty();
    assertThat(
            postgreSql(PG_ORDERS)
                .then("ALTER TABLE orders ADD COLUMN fresh varchar(36)", key)
                .findings())
        .isEmpty();
    assertThat(
            googleSql(ORDERS)
                .then(
                    "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (customer) REFERENCES orders (id) NOT ENFORCED")
                .findings())
        .isEmpty();
  }

  @Test
  void sp202ReportsAKeyOnANewColumnThatTheChangeSetFills() {
    assertThat(
            googleSql(ORDERS)
                .then(
                    "ALTER TABLE orders ADD COLUMN c STRING(36)",
                    "UPDATE orders SET c = customer WHERE id = 'a'",
                    "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (c) REFERENCES orders (id)")
                .findings(LintRule.SP202))
        .containsExactly(
            "SP202 warning at schema.sql:13: The foreign key k of orders is added: Spanner validates all rows of the table. "
                + QUERY);
  }

  @Test
  void sp203ReportsAnIndexOnAnExistingTable() {
    assertThat(both("CREATE INDEX codes ON orders (code)"))
        .containsExactly(
            "SP203 warning at schema.sql:11: The index codes is filled from all rows of the table orders. "
                + LOW);
  }

  @Test
  void sp203NamesTheSizeAndIsOnlyGoodToKnowForASmallTable() {
    String index = "CREATE INDEX codes ON orders (code)";

    assertThat(googleSql(ORDERS).sized("Orders", (1L << 30) - 1).then(index).findings())
        .containsExactly(
            "SP203 info at schema.sql:11: The index codes is filled from all rows of the table orders, which has 1 GiB. "
                + LOW);
    assertThat(postgreSql(PG_ORDERS).sized("orders", 3L << 29).then(index).findings())
        .containsExactly(
            "SP203 warning at schema.sql:11: The index codes is filled from all rows of the table orders, which has 1.5 GiB. "
                + LOW);
  }

  @Test
  void sp203FollowsARenamedTable() {
    assertThat(
            googleSql(ORDERS)
                .sized("orders", 1 << 20)
                .then("ALTER TABLE orders RENAME TO bills, ADD SYNONYM orders")
                .then("CREATE INDEX codes ON bills (code)")
                .findings(LintRule.SP203))
        .containsExactly(
            "SP203 info at schema.sql:21: The index codes is filled from all rows of the table bills, which has 1 MiB. "
                + LOW);
  }

  @Test
  void sp203AndSp204IgnoreNewTables() {
    String index = "CREATE UNIQUE INDEX codes ON fresh (code)";

    assertThat(googleSql(ORDERS).then(NEW).then(index).findings()).isEmpty();
    assertThat(postgreSql(PG_ORDERS).then(PG_NEW).then(index).findings()).isEmpty();
    assertThat(
            googleSql(ORDERS, NEW)
                .then("DROP TABLE fresh", NEW)
                .then(index)
                .findings(LintRule.SP203, LintRule.SP204))
        .isEmpty();
  }

  @Test
  void sp204ReportsAUniqueIndexOnAnExistingTable() {
    assertThat(both("CREATE UNIQUE INDEX codes ON orders (code)"))
        .containsExactly(
            "SP203 warning at schema.sql:11: The index codes is filled from all rows of the table orders. "
                + LOW,
            "SP204 warning at schema.sql:11: The unique index codes fails if two rows of the table orders have the same values. Query for duplicates first");
  }

  @Test
  void sp204IgnoresAnIndexWithTheWholePrimaryKey() {
    assertThat(both("CREATE UNIQUE INDEX codes ON orders (code, id)"))
        .containsExactly(
            "SP203 warning at schema.sql:11: The index codes is filled from all rows of the table orders. "
                + LOW);
  }

  @Test
  void sp205ReportsMoreThanThreeBackfills() {
    LintScenario three =
        googleSql(ORDERS)
            .then("CREATE INDEX a ON orders (code)", "CREATE INDEX b ON orders (total)")
            .then("CREATE INDEX c ON orders (customer)");

    assertThat(three.findings(LintRule.SP205)).isEmpty();
    assertThat(three.then("CREATE INDEX d ON orders (total, code)").findings(LintRule.SP205))
        .containsExactly(
            "SP205 warning: The plan has 4 backfills and 0 validations of existing rows. Apply it in parts, with at most three backfills a day");
    assertThat(three.sized("orders", 1000).findings(LintRule.SP205)).isEmpty();
  }

  @Test
  void sp205ReportsMoreThanTenValidations() {
    LintScenario scenario = postgreSql(PG_ORDERS);
    for (int i = 0; i < 10; i++) {
      scenario.then("ALTER TABLE orders ADD CONSTRAINT c%d CHECK (total > %d)".formatted(i, i));
    }

    assertThat(scenario.findings(LintRule.SP205)).isEmpty();
    assertThat(
            scenario
                .then("ALTER TABLE orders ALTER COLUMN code TYPE varchar(5)")
                .findings(LintRule.SP205))
        .containsExactly(
            "SP205 warning: The plan has 0 backfills and 11 validations of existing rows. Apply it in parts, with at most three backfills a day");
  }

  @Test
  void sp207ReportsAStoredGeneratedColumnOnAnExistingTable() {
    assertThat(
            both(
                "ALTER TABLE orders ADD COLUMN twice INT64 AS (total * 2) STORED",
                "ALTER TABLE orders ADD COLUMN twice bigint GENERATED ALWAYS AS (total * 2) STORED"))
        .containsExactly(
            "SP207 warning at schema.sql:11: The column twice of orders is generated and stored: Spanner computes it for all rows of the table. Apply when the load is low, or add the column without STORED if no index needs it");
  }

  @Test
  void sp207IgnoresAColumnThatIsNotStoredAndANewTable() {
    assertThat(
            both(
                "ALTER TABLE orders ADD COLUMN twice INT64 AS (total * 2)",
                "ALTER TABLE orders ADD COLUMN twice bigint GENERATED ALWAYS AS (total * 2) VIRTUAL"))
        .isEmpty();
    assertThat(
            googleSql(ORDERS)
                .then(NEW, "ALTER TABLE fresh ADD COLUMN twice INT64 AS (total * 2) STORED")
                .findings())
        .isEmpty();
  }
}
