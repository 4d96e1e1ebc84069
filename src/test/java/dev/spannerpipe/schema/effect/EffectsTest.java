package dev.spannerpipe.schema.effect;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.ddl.StatementFacts;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private static final List<String> GOOGLE_SQL =
      List.of(
          "CREATE TABLE T (Id INT64 NOT NULL, A STRING(20) NOT NULL DEFAULT ('x'), B TIMESTAMP OPTIONS (allow_commit_timestamp = true), C INT64, CONSTRAINT Ck CHECK (C > 1), CHECK (C < 9)) PRIMARY KEY (Id)",
          "CREATE TABLE U (Id INT64 NOT NULL, N INT64) PRIMARY KEY (Id), INTERLEAVE IN PARENT T ON DELETE CASCADE",
          "ALTER TABLE U ADD CONSTRAINT Fk FOREIGN KEY (N) REFERENCES T (Id)",
          "CREATE INDEX I ON T (A)",
          "CREATE CHANGE STREAM S FOR T OPTIONS (retention_period = '7d')",
          "CREATE SEQUENCE Q OPTIONS (sequence_kind = 'bit_reversed_positive')",
          "CREATE ROLE R",
          "GRANT SELECT ON TABLE T TO ROLE R",
          "CREATE VIEW V SQL SECURITY INVOKER AS SELECT t.Id FROM T AS t");

  private static final List<String> POSTGRES =
      List.of(
          "CREATE TABLE t (id bigint NOT NULL, a varchar(20) DEFAULT 'x' NOT NULL, c bigint, PRIMARY KEY (id), CONSTRAINT ck CHECK (c > 1)) TTL INTERVAL '9 days' ON b");

  private static List<String> effects(Dialect dialect, List<String> before, String... statements) {
    SchemaModel from = SchemaReader.read(dialect, before);
    SchemaModel to = SchemaStatements.apply(from, List.of(statements));
    return Effects.between(from, to, StatementFacts.of(from, List.of(statements))).stream()
        .map(EffectsTest::text)
        .toList();
  }

  private static List<String> google(String... statements) {
    return effects(GOOGLE_STANDARD_SQL, GOOGLE_SQL, statements);
  }

  private static List<String> postgres(String... statements) {
    return effects(POSTGRESQL, POSTGRES, statements);
  }

  private static String text(Effect effect) {
    return effect.object()
        + " "
        + switch (effect) {
          case Effect.Added _ -> "added";
          case Effect.Dropped _ -> "dropped";
          case Effect.Changed changed ->
              "%s: %s -> %s".formatted(changed.property(), changed.from(), changed.to());
          case Effect.Lost lost -> "lost %s: %s".formatted(lost.property(), lost.from());
        };
  }

  @Test
  void nothingIsAnEffectOfNothing() {
    assertThat(google()).isEmpty();
    assertThat(postgres()).isEmpty();
  }

  @Test
  void showWhatIsAddedAndDropped() {
    assertThat(
            google(
                "CREATE TABLE W (Id INT64) PRIMARY KEY (Id)",
                "ALTER TABLE T ADD COLUMN D INT64",
                "DROP INDEX I",
                "CREATE UNIQUE INDEX J ON T (C)",
                "ALTER TABLE T DROP COLUMN C",
                "ALTER TABLE T DROP CONSTRAINT Ck",
                "ALTER TABLE T ADD SYNONYM T2",
                "DROP CHANGE STREAM S",
                "DROP SEQUENCE Q",
                "REVOKE SELECT ON TABLE T FROM ROLE R",
                "DROP VIEW V"))
        .containsExactlyInAnyOrder(
            "table W added",
            "column D of T added",
            "index I dropped",
            "index J added",
            "column C of T dropped",
            "check Ck of T dropped",
            "synonym T2 of T added",
            "change stream S dropped",
            "sequence Q dropped",
            "grant SELECT ON TABLE T TO ROLE R dropped",
            "view V dropped");
  }

  @Test
  void showWhatAnAlteredColumnLosesWithoutNamingIt() {
    assertThat(google("ALTER TABLE T ALTER COLUMN A STRING(10)"))
        .containsExactly(
            "column A of T type: STRING(20) -> STRING(10)",
            "column A of T lost not null: not null",
            "column A of T lost default: 'x'");
  }

  @Test
  void showWhatAStatementNamesAsChanged() {
    assertThat(
            google(
                "ALTER TABLE T ALTER COLUMN A DROP DEFAULT",
                "ALTER TABLE T ALTER COLUMN B SET OPTIONS (allow_commit_timestamp = null)",
                "ALTER CHANGE STREAM S SET OPTIONS (retention_period = '1d')",
                "ALTER CHANGE STREAM S SET FOR T(A)",
                "ALTER TABLE U SET ON DELETE NO ACTION",
                "ALTER TABLE U ADD ROW DELETION POLICY (OLDER_THAN(X, INTERVAL 1 DAY))",
                "ALTER DATABASE d SET OPTIONS (version_retention_period = '2d')"))
        .containsExactly(
            "database option version_retention_period:  -> 2d",
            "change stream S watched: T -> T(A)",
            "change stream S option retention_period: 7d -> 1d",
            "column A of T default: 'x' -> ",
            "column B of T option allow_commit_timestamp: true -> ",
            "table U interleaving: IN PARENT T ON DELETE CASCADE -> IN PARENT T ON DELETE NO ACTION",
            "table U row deletion:  -> OLDER_THAN(X, INTERVAL 1 DAY)");
    assertThat(
            postgres(
                "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
                "ALTER TABLE t ALTER COLUMN a TYPE text",
                "ALTER TABLE t DROP TTL"))
        .containsExactly(
            "table t row deletion: INTERVAL '9 days' ON b -> ",
            "column a of t type: character varying(20) -> character varying",
            "column a of t not null: not null -> ");
  }

  @Test
  void followARenamedTable() {
    assertThat(google("RENAME TABLE T TO T9, U TO T", "ALTER TABLE T9 ALTER COLUMN A DROP DEFAULT"))
        .containsExactly(
            "table T name: U -> T", "table T9 name: T -> T9", "column A of T9 default: 'x' -> ");
  }

  @Test
  void followATableThatAStatementNamesByItsSynonym() {
    String[] statements = {
      "ALTER TABLE T RENAME TO T9, ADD SYNONYM T",
      "ALTER TABLE T ALTER COLUMN A DROP DEFAULT",
      "ALTER TABLE T DROP COLUMN B",
      "ALTER TABLE T ADD COLUMN B TIMESTAMP",
      "ALTER TABLE T9 DROP SYNONYM T"
    };

    assertThat(google(statements))
        .containsExactly(
            "table T9 name: T -> T9",
            "column A of T9 default: 'x' -> ",
            "column B of T9 dropped",
            "column B of T9 added");
    assertThat(google("ALTER TABLE T ADD SYNONYM T2", "ALTER TABLE T2 RENAME TO T3"))
        .containsExactly("table T3 name: T -> T3", "synonym T2 of T3 added");
    assertThat(google("ALTER TABLE U ADD SYNONYM U2", "DROP TABLE U2"))
        .containsExactly("table U dropped");
    assertThat(
            postgres(
                "ALTER TABLE t RENAME WITH SYNONYM TO u",
                "DROP TABLE t",
                "CREATE TABLE u (id bigint PRIMARY KEY)"))
        .containsExactly("table u dropped", "table u added", "table u name: t -> u");
  }

  @Test
  void aRetentionPeriodOfTheSameLengthIsTheSame() {
    assertThat(google("ALTER CHANGE STREAM S SET OPTIONS (retention_period = '168h')")).isEmpty();
    assertThat(google("ALTER CHANGE STREAM S SET OPTIONS (retention_period = '24h')"))
        .containsExactly("change stream S option retention_period: 7d -> 24h");
    assertThat(google("ALTER CHANGE STREAM S SET OPTIONS (retention_period = null)"))
        .containsExactly("change stream S option retention_period: 7d -> ");
    assertThat(google("ALTER CHANGE STREAM S SET OPTIONS (retention_period = 'soon')"))
        .containsExactly("change stream S option retention_period: 7d -> soon");
    assertThat(google("ALTER DATABASE d SET OPTIONS (version_retention_period = '60m')")).isEmpty();
    assertThat(
            effects(
                POSTGRESQL,
                List.of(
                    "CREATE CHANGE STREAM s",
                    "CREATE CHANGE STREAM w WITH (retention_period = '1d')"),
                "ALTER CHANGE STREAM s SET (retention_period = '24h')",
                "ALTER CHANGE STREAM w RESET (retention_period)"))
        .isEmpty();
  }

  @Test
  void showAnObjectThatIsDroppedAndMadeAgain() {
    assertThat(
            google(
                "DROP INDEX I",
                "CREATE INDEX I ON T (A)",
                "ALTER TABLE T DROP COLUMN C",
                "ALTER TABLE T ADD COLUMN C INT64"))
        .containsExactly(
            "index I dropped", "index I added", "column C of T dropped", "column C of T added");
  }

  @Test
  void noOneSeesTheOrderOfColumnsGeneratedNamesAndManagedIndexes() {
    SchemaModel before = SchemaReader.read(GOOGLE_STANDARD_SQL, GOOGLE_SQL);
    SchemaModel after =
        SchemaReader.read(
            GOOGLE_STANDARD_SQL,
            List.of(
                "create table t (c int64, id int64 not null, b timestamp options (allow_commit_timestamp=true), a string(20) default ('x') not null, constraint CK_T_5FB395005BB87272_1 check((C<9)), constraint `ck` check (c>1),) primary key(id)",
                "create table u (n int64, id int64 not null, constraint fk foreign key (n) references t (id) on delete no action) primary key (id), interleave in parent t on delete cascade",
                "create index i on t (a asc)",
                "CREATE UNIQUE NULL_FILTERED INDEX IDX_U_N_U_5FB395005BB87272 ON U (N)",
                "create change stream s for t options (retention_period='7d')",
                "create sequence q bit_reversed_positive",
                "create role r",
                "grant select on table t to role r",
                "create view v sql security invoker as select t.id from t as t"));

    assertThat(Effects.between(before, after)).isEmpty();
    assertThat(
            effects(
                POSTGRESQL,
                List.of(
                    "CREATE TABLE t (id bigint PRIMARY KEY, c bigint, CHECK (c > 1), FOREIGN KEY (c) REFERENCES t)")))
        .isEmpty();
    assertThat(
            Effects.between(
                SchemaReader.read(
                    POSTGRESQL,
                    List.of(
                        "CREATE TABLE t (id bigint PRIMARY KEY, c bigint, CHECK (c > 1), FOREIGN KEY (c) REFERENCES t)")),
                SchemaReader.read(
                    POSTGRESQL,
                    List.of(
                        "CREATE TABLE t (c bigint, id bigint NOT NULL, PRIMARY KEY (id), CONSTRAINT t_c_check CHECK ((c > 1)), CONSTRAINT t_c_fkey FOREIGN KEY (c) REFERENCES t (id))"))))
        .isEmpty();
  }

  @Test
  void aConstraintUnderAnotherNameOfItsOwnIsAnotherOne() {
    assertThat(
            google(
                "ALTER TABLE T DROP CONSTRAINT Ck",
                "ALTER TABLE T ADD CONSTRAINT Ck2 CHECK (C > 1)"))
        .containsExactly("check Ck of T dropped", "check Ck2 of T added");
    assertThat(
            google(
                "ALTER TABLE U DROP CONSTRAINT Fk",
                "ALTER TABLE U ADD CONSTRAINT Fk FOREIGN KEY (N) REFERENCES T (Id) ON DELETE CASCADE NOT ENFORCED"))
        .containsExactly(
            "foreign key Fk of U on delete:  -> CASCADE",
            "foreign key Fk of U not enforced:  -> not enforced");
  }

  @Test
  void unknownTextIsComparedAsText() {
    SchemaModel before =
        SchemaReader.read(
            GOOGLE_STANDARD_SQL, List.of("CREATE CATALOG x (a)", "CREATE CATALOG z (a)"));
    SchemaModel after =
        SchemaReader.read(
            GOOGLE_STANDARD_SQL,
            List.of("create catalog x(a)", "CREATE NEW y", "CREATE CATALOG z (b)"));

    assertThat(Effects.between(before, after))
        .extracting(EffectsTest::text)
        .containsExactly(
            "catalog z text: CREATE CATALOG z(a) -> CREATE CATALOG z(b)", "new y added");
    assertThat(google("CREATE NEW y", "DROP NEW y")).isEmpty();
    assertThat(effects(GOOGLE_STANDARD_SQL, List.of("CREATE CATALOG x (a)"), "DROP CATALOG x"))
        .containsExactly("catalog x dropped");
  }
}
