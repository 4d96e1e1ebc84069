package dev.spannerpipe.schema.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.FakeSchema;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.plan.loss.DataLossDetector;
import dev.spannerpipe.schema.ChangeStream;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.ddl.StatementFacts;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What effects call a data loss is what the gate of `apply` calls one.
class EffectLossesTest {
  private static final List<String> GOOGLE_SQL =
      List.of(
          "CREATE TABLE t (id INT64 NOT NULL, c STRING(20), b BYTES(9), a ARRAY<STRING(20)>, at TIMESTAMP, other TIMESTAMP) PRIMARY KEY (id)",
          "CREATE TABLE ttl (id INT64 NOT NULL, c STRING(MAX), at TIMESTAMP, other TIMESTAMP) PRIMARY KEY (id), ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 30 DAY))",
          "CREATE CHANGE STREAM s FOR ALL OPTIONS (retention_period = '7d')",
          "ALTER DATABASE d SET OPTIONS (version_retention_period = '7d')");

  private static final List<String> POSTGRES =
      List.of(
          "CREATE TABLE t (id bigint PRIMARY KEY, c varchar(20), b bytea, a varchar(20)[], at timestamptz, other timestamptz)",
          "CREATE TABLE ttl (id bigint PRIMARY KEY, c text, at timestamptz, other timestamptz) TTL INTERVAL '30 days' ON at",
          "CREATE CHANGE STREAM s FOR ALL WITH (retention_period = '7d')",
          "ALTER DATABASE d SET spanner.version_retention_period = '7d'");

  private static final List<String> MORE =
      List.of(
          "CREATE SCHEMA sch",
          "CREATE SEQUENCE q BIT_REVERSED_POSITIVE",
          "CREATE PROTO BUNDLE (x.Y, x.Z)",
          "CREATE QUEUE qu (id INT64)",
          "CREATE CATALOG x (a)",
          "CREATE ROLE r",
          "CREATE MODEL m REMOTE",
          "CREATE LOCALITY GROUP l",
          "CREATE PLACEMENT p",
          "CREATE PROPERTY GRAPH g NODE TABLES (t)",
          "CREATE FUNCTION f() AS (1)",
          "CREATE INDEX i ON t (c)",
          "CREATE VIEW v SQL SECURITY INVOKER AS SELECT t.id FROM t AS t");

  private static SchemaModel baseline(Dialect dialect) {
    List<String> ddl = new ArrayList<>(dialect == Dialect.POSTGRESQL ? POSTGRES : GOOGLE_SQL);
    ddl.addAll(MORE);
    return SchemaReader.read(dialect, ddl);
  }

  /// Change sets are separated by two bars, their statements by one.
  private static void compare(Dialect dialect, String changeSets) {
    List<List<String>> all =
        Arrays.stream(changeSets.split("\\s*\\|\\|\\s*", -1))
            .map(changeSet -> List.of(changeSet.split("\\s*\\|\\s*", -1)))
            .toList();
    List<String> gate = gate(dialect, all);

    assertThat(effects(dialect, all)).as(changeSets).containsExactlyInAnyOrderElementsOf(gate);
  }

  private static List<String> gate(Dialect dialect, List<List<String>> changeSets) {
    List<ChangeSet> all = new ArrayList<>();
    for (List<String> statements : changeSets) {
      all.add(ChangeSets.of("c" + all.size(), statements.toArray(String[]::new)));
    }
    Plan plan =
        Planner.plan(
            dialect,
            new Changelog(all, Set.of(), Optional.empty()),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new DataLossDetector(dialect, live(dialect))
        .assess(plan).losses().stream()
            .filter(loss -> loss.kind() != DataLoss.Kind.DELETE_ROWS)
            .map(
                loss ->
                    loss.kind() + " " + loss.object().replaceFirst("^rows of |^database d$", ""))
            .map(String::strip)
            .toList();
  }

  private static FakeSchema live(Dialect dialect) {
    FakeSchema schema = new FakeSchema().withRetention("7d");
    for (Table table : baseline(dialect).objects(Table.class)) {
      String name = table.name().name().key();
      for (Column column : table.columns()) {
        schema.with(name, column.name().key(), column.type().text());
      }
      table
          .traits()
          .rowDeletion()
          .ifPresent(policy -> schema.withRowDeletion(name, policy.text().text()));
    }
    assertThat(baseline(dialect).objects(ChangeStream.class)).hasSize(1);
    return schema;
  }

  private static List<String> effects(Dialect dialect, List<List<String>> changeSets) {
    SchemaModel model = baseline(dialect);
    CreatedObjectNames created = CreatedObjectNames.NONE;
    List<String> losses = new ArrayList<>();
    for (List<String> statements : changeSets) {
      SchemaModel after = SchemaStatements.apply(model, statements);
      List<Effect> effects = Effects.between(model, after, StatementFacts.of(model, statements));
      for (EffectLoss loss : new EffectLosses(dialect, created).of(effects)) {
        String object =
            switch (loss.kind()) {
              case EXPIRE_ROWS -> loss.object().name().text();
              case SHORTEN_RETENTION -> loss.object().toString().replace("database", "");
              default -> loss.object().toString();
            };
        losses.add((loss.kind() + " " + object.strip()).strip().toLowerCase(Locale.ROOT));
      }
      created = created.after(effects);
      model = after;
    }
    return losses.stream().map(EffectLossesTest::withKind).toList();
  }

  private static String withKind(String loss) {
    int space = loss.indexOf(' ');
    int end = space < 0 ? loss.length() : space;
    return loss.substring(0, end).toUpperCase(Locale.ROOT) + loss.substring(end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "DROP TABLE t",
        "DROP TABLE IF EXISTS t | DROP INDEX i | DROP VIEW v",
        "DROP SCHEMA sch",
        "DROP SEQUENCE q",
        "DROP CHANGE STREAM s",
        "DROP PROTO BUNDLE",
        "DROP QUEUE qu",
        "DROP CATALOG x || CREATE CATALOG x (b) || DROP CATALOG x",
        "DROP ROLE r | DROP MODEL m | DROP LOCALITY GROUP l | DROP PLACEMENT p | DROP PROPERTY GRAPH g | DROP FUNCTION f",
        "ALTER TABLE t DROP COLUMN c",
        "ALTER TABLE t DROP COLUMN c | ALTER TABLE t ADD COLUMN c INT64",
        "DROP TABLE t | CREATE TABLE t (id INT64)",
        "DROP TABLE t || CREATE TABLE t (id INT64) || DROP TABLE t",
        "CREATE TABLE n (id INT64, c INT64) || ALTER TABLE n DROP COLUMN c || DROP TABLE n",
        "CREATE TABLE n (id INT64, c INT64) | ALTER TABLE n DROP COLUMN c | DROP TABLE n",
        "ALTER TABLE t ADD COLUMN n INT64 || ALTER TABLE t DROP COLUMN n || ALTER TABLE t DROP COLUMN c",
        "ALTER TABLE t RENAME TO u || DROP TABLE u",
        "CREATE TABLE n (id INT64) || RENAME TABLE t TO spare, n TO t || DROP TABLE t || DROP TABLE spare",
        "CREATE TABLE n (id INT64) | RENAME TABLE t TO spare, n TO t | DROP TABLE t",
        "ALTER TABLE t RENAME TO u || ALTER TABLE u DROP COLUMN c",
        "CREATE TABLE n (id INT64, c INT64) || ALTER TABLE n RENAME TO m | ALTER TABLE m DROP COLUMN c",
        "CREATE TABLE n (id INT64, c INT64) || DROP TABLE t | ALTER TABLE n RENAME TO t",
        "CREATE SEQUENCE n || DROP SEQUENCE n || CREATE CHANGE STREAM n || DROP CHANGE STREAM n",
        "ALTER PROTO BUNDLE INSERT (x.W)",
        "ALTER TABLE t ADD COLUMN n INT64 | ALTER TABLE t ADD CONSTRAINT k CHECK (n > 1) | ALTER TABLE t DROP CONSTRAINT k",
        "ALTER TABLE t ALTER COLUMN c SET DEFAULT ('x') | ALTER TABLE t ALTER COLUMN c DROP DEFAULT"
      })
  void inBothDialects(String changeSets) {
    compare(Dialect.GOOGLE_STANDARD_SQL, changeSets);
    compare(Dialect.POSTGRESQL, changeSets);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "ALTER TABLE t ALTER COLUMN c STRING(10)",
        "ALTER TABLE t ALTER COLUMN c STRING(30)",
        "ALTER TABLE t ALTER COLUMN c STRING(MAX) NOT NULL",
        "ALTER TABLE t ALTER COLUMN c BYTES(MAX)",
        "ALTER TABLE t ALTER COLUMN b BYTES(3)",
        "ALTER TABLE t ALTER COLUMN a ARRAY<STRING(10)>",
        "ALTER TABLE ttl ALTER COLUMN c STRING(10)",
        "RENAME TABLE t TO u || ALTER TABLE u ALTER COLUMN c STRING(10)",
        "ALTER TABLE t ADD COLUMN n STRING(20) || ALTER TABLE t ALTER COLUMN n STRING(10)",
        "ALTER TABLE t ADD ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 1 DAY))",
        "ALTER TABLE ttl REPLACE ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 31 DAY))",
        "ALTER TABLE ttl REPLACE ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 29 DAY))",
        "ALTER TABLE ttl REPLACE ROW DELETION POLICY (OLDER_THAN(other, INTERVAL 31 DAY))",
        "ALTER TABLE ttl DROP ROW DELETION POLICY",
        "CREATE TABLE n (id INT64, at TIMESTAMP) PRIMARY KEY (id) || ALTER TABLE n ADD ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 1 DAY))",
        "ALTER DATABASE d SET OPTIONS (version_retention_period = '1h')",
        "ALTER DATABASE d SET OPTIONS (version_retention_period = null)",
        "ALTER DATABASE d SET OPTIONS (version_retention_period = '168h')",
        "ALTER DATABASE d SET OPTIONS (version_retention_period = 'soon')",
        "ALTER CHANGE STREAM s SET OPTIONS (retention_period = '36h')",
        "ALTER CHANGE STREAM s SET OPTIONS (retention_period = '7d')",
        "ALTER CHANGE STREAM s SET OPTIONS (retention_period = '168h')",
        "ALTER CHANGE STREAM s SET OPTIONS (retention_period = null)",
        "ALTER PROTO BUNDLE DELETE (x.Y)",
        "ALTER QUEUE qu SET OPTIONS (a = 1)"
      })
  void inGoogleSql(String changeSets) {
    compare(Dialect.GOOGLE_STANDARD_SQL, changeSets);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "ALTER TABLE t ALTER COLUMN c TYPE varchar(10)",
        "ALTER TABLE t ALTER COLUMN c TYPE varchar(30)",
        "ALTER TABLE t ALTER COLUMN c SET DATA TYPE text",
        "ALTER TABLE ttl ALTER COLUMN c TYPE character varying(9)",
        "ALTER TABLE t RENAME WITH SYNONYM TO u || ALTER TABLE u ALTER COLUMN c TYPE varchar(10)",
        "ALTER TABLE t ADD TTL INTERVAL '1 day' ON at",
        "ALTER TABLE ttl ALTER TTL INTERVAL '31 days' ON at",
        "ALTER TABLE ttl ALTER TTL INTERVAL '29 days' ON at",
        "ALTER TABLE ttl ALTER TTL INTERVAL '31 days' ON other",
        "ALTER TABLE ttl DROP TTL",
        "ALTER DATABASE d SET spanner.version_retention_period = '1h'",
        "ALTER CHANGE STREAM s SET (retention_period = '36h')",
        "ALTER CHANGE STREAM s RESET (retention_period)",
        "CREATE CHANGE STREAM n || ALTER CHANGE STREAM n SET (retention_period = '24h') || ALTER CHANGE STREAM n RESET (retention_period)"
      })
  void inPostgresql(String changeSets) {
    compare(Dialect.POSTGRESQL, changeSets);
  }

  @Test
  void haveTheNamesOfTheGate() {
    assertThat(Arrays.stream(DataLoss.Kind.values()).map(Enum::name))
        .containsAll(Arrays.stream(EffectLoss.Kind.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void loseNothingWhereNothingChanges(Dialect dialect) {
    assertThat(effects(dialect, List.of(List.of()))).isEmpty();
  }
}
