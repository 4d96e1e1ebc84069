package dev.spannerpipe.schema.overlay;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.schema.effect.Effects;
import dev.spannerpipe.schema.effect.ModelText;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlayTest {
  private static SchemaModel printed(Dialect dialect, String... ddl) {
    return SchemaReader.read(dialect, List.of(ddl));
  }

  @Test
  void putsBackWhatTheEmulatorDropsInGoogleSql() {
    Overlay overlay =
        Overlay.empty(GOOGLE_STANDARD_SQL)
            .held("CREATE SCHEMA app")
            .held("ALTER DATABASE d SET OPTIONS (default_leader = 'europe-west1')")
            .held("ALTER DATABASE d SET OPTIONS (version_retention_period = '7d')")
            .held(
                "CREATE TABLE T (Id UUID NOT NULL, A INT64 HIDDEN, B STRING(MAX) AS (UPPER(C)), C STRING(9) ON UPDATE ('x'), E ARRAY<FLOAT32>(vector_length=>3), K TOKENLIST AS (TOKENIZE_FULLTEXT(C)) HIDDEN, N INT64 AUTO_INCREMENT, CONSTRAINT Fk FOREIGN KEY (A) REFERENCES U (Id) NOT ENFORCED) PRIMARY KEY (Id), INTERLEAVE IN P")
            .held(
                "CREATE SEARCH INDEX S ON T (K) PARTITION BY A OPTIONS (sort_order_sharding = true)")
            .held("CREATE INDEX I ON T (A) WHERE A IS NOT NULL")
            .leftOut("CREATE VECTOR INDEX X ON T (E) OPTIONS (distance_type = 'COSINE')")
            .held("CREATE VIEW V SQL SECURITY DEFINER AS SELECT 1 AS a")
            .leftOut("CREATE ROLE r")
            .leftOut("GRANT SELECT ON TABLE T TO ROLE r")
            .leftOut("CREATE LOCALITY GROUP l OPTIONS (storage = 'hdd')")
            .leftOut("CREATE TABLE L (Id INT64) PRIMARY KEY (Id), OPTIONS (locality_group = 'l')");

    Overlay replayed =
        overlay.with(
            printed(
                GOOGLE_STANDARD_SQL,
                "ALTER DATABASE d SET OPTIONS (version_retention_period = '7d')",
                "CREATE TABLE T (Id STRING(36) NOT NULL, A INT64, B STRING(MAX) AS (UPPER(C)) STORED, C STRING(9), E ARRAY<FLOAT32>, K TOKENLIST AS (TOKENIZE_FULLTEXT(C)) STORED, N INT64, CONSTRAINT Fk FOREIGN KEY (A) REFERENCES U (Id)) PRIMARY KEY (Id)",
                "CREATE INDEX S ON T (K)",
                "CREATE INDEX I ON T (A)",
                "CREATE VIEW V SQL SECURITY INVOKER AS SELECT 1 AS a"));

    assertThat(ModelText.of(replayed.model())).isEqualTo(ModelText.of(overlay.model()));
  }

  @Test
  void putsBackWhatTheEmulatorDropsInPostgresql() {
    Overlay overlay =
        Overlay.empty(POSTGRESQL)
            .held(
                "CREATE TABLE t (id uuid PRIMARY KEY, a text GENERATED ALWAYS AS (b) VIRTUAL, b text, e float8[] VECTOR LENGTH 3) TTL INTERVAL '9 days' ON at")
            .held("CREATE INDEX i ON t (b) WHERE b IS NOT NULL")
            .leftOut("CREATE SEARCH INDEX s ON t (k)")
            .held("ALTER TABLE t ADD SYNONYM t2")
            .leftOut("ALTER TABLE t ALTER COLUMN b SET NOT NULL")
            .leftOut("CREATE ROLE r");

    Overlay replayed =
        overlay.with(
            printed(
                POSTGRESQL,
                "CREATE TABLE t (id character varying(36) NOT NULL, a character varying GENERATED ALWAYS AS (b) STORED, b character varying, e double precision[], PRIMARY KEY (id))",
                "CREATE INDEX i ON t (b)"));

    assertThat(ModelText.of(replayed.model())).isEqualTo(ModelText.of(overlay.model()));
  }

  @Test
  void followsARenamedTableInAStreamWhereTheEmulatorPrintsTheOldName() {
    Overlay overlay =
        Overlay.empty(POSTGRESQL)
            .held("CREATE TABLE t (id bigint PRIMARY KEY, a bigint)")
            .held("CREATE CHANGE STREAM s FOR t(a)")
            .held("CREATE CHANGE STREAM w FOR t WITH (retention_period = '2d')")
            .held("ALTER TABLE t RENAME WITH SYNONYM TO u")
            .with(
                printed(
                    POSTGRESQL,
                    "CREATE TABLE u (id bigint NOT NULL, a bigint, PRIMARY KEY(id))",
                    "CREATE CHANGE STREAM s FOR t(a)",
                    "CREATE CHANGE STREAM w FOR t WITH (retention_period = '3d')"));

    assertThat(ModelText.of(overlay.model()))
        .isEqualTo(
            """
            database
            change stream s | watched: u(a)
            table u | primary key: id
              id | type: bigint; not null
              a | type: bigint
              synonym t
            change stream w | watched: u; option retention_period: 3d
            """);
  }

  @Test
  void keepsWhatTheEmulatorDoesNotHoldOfATableThatIsRenamed() {
    Overlay overlay =
        Overlay.empty(GOOGLE_STANDARD_SQL)
            .held("CREATE TABLE T (Id INT64, A INT64) PRIMARY KEY (Id)")
            .leftOut("ALTER TABLE T ADD COLUMN B INT64")
            .leftOut("ALTER TABLE T ADD CONSTRAINT Ck CHECK (A > 1)")
            .held("ALTER TABLE T RENAME TO U");

    Overlay replayed =
        overlay.with(
            printed(GOOGLE_STANDARD_SQL, "CREATE TABLE U (Id INT64, A INT64) PRIMARY KEY (Id)"));

    assertThat(ModelText.of(replayed.model())).isEqualTo(ModelText.of(overlay.model()));
  }

  @Test
  void changesACommitTimestampThatTheEmulatorKeeps() {
    Overlay overlay =
        Overlay.empty(POSTGRESQL)
            .held("CREATE TABLE t (id bigint PRIMARY KEY, a spanner.commit_timestamp)")
            .held("ALTER TABLE t ALTER COLUMN a TYPE timestamptz");

    Overlay replayed =
        overlay.with(
            printed(
                POSTGRESQL,
                "CREATE TABLE t (id bigint NOT NULL, a spanner.commit_timestamp, PRIMARY KEY(id))"));

    assertThat(ModelText.of(replayed.model())).isEqualTo(ModelText.of(overlay.model()));
  }

  @Test
  void takesFromTheEmulatorWhatItHolds() {
    Overlay overlay =
        Overlay.empty(GOOGLE_STANDARD_SQL)
            .held("CREATE TABLE T (Id INT64, A STRING(9)) PRIMARY KEY (Id)")
            .held("CREATE TABLE Gone (Id INT64) PRIMARY KEY (Id)")
            .with(
                printed(
                    GOOGLE_STANDARD_SQL,
                    "CREATE TABLE T (Id INT64, A STRING(10) NOT NULL, B INT64) PRIMARY KEY (Id)",
                    "CREATE TABLE New (Id INT64) PRIMARY KEY (Id)"));

    assertThat(ModelText.of(overlay.model()))
        .isEqualTo(
            """
            database
            table New | primary key: Id
              Id | type: INT64
            table T | primary key: Id
              Id | type: INT64
              A | type: STRING(10); not null
              B | type: INT64
            """);
  }

  @Test
  void replacesWhatItKnowsOfAColumnByWhatAnAlterColumnSays() {
    Overlay before =
        Overlay.empty(GOOGLE_STANDARD_SQL)
            .held(
                "CREATE TABLE T (Id INT64, A TIMESTAMP NOT NULL DEFAULT (x) ON UPDATE (x)) PRIMARY KEY (Id)")
            .with(
                printed(
                    GOOGLE_STANDARD_SQL,
                    "CREATE TABLE T (Id INT64, A TIMESTAMP NOT NULL DEFAULT (x)) PRIMARY KEY (Id)"));

    Overlay after =
        before
            .held("ALTER TABLE T ALTER COLUMN A TIMESTAMP NOT NULL DEFAULT (x)")
            .with(
                printed(
                    GOOGLE_STANDARD_SQL,
                    "CREATE TABLE T (Id INT64, A TIMESTAMP NOT NULL DEFAULT (x)) PRIMARY KEY (Id)"));

    assertThat(Effects.between(before.model(), after.model()))
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Lost.class,
            lost -> {
              assertThat(lost.object()).hasToString("column A of T");
              assertThat(lost.property()).hasToString("on update");
              assertThat(lost.from()).isEqualTo("x");
            });
  }

  @Test
  void doesNotKnowWhatARetypedColumnOfPostgresqlLoses() {
    Overlay before =
        Overlay.empty(POSTGRESQL)
            .held(
                "CREATE TABLE t (id bigint PRIMARY KEY, a varchar(9) DEFAULT 'q' NOT NULL, b varchar(9))")
            .with(
                printed(
                    POSTGRESQL,
                    "CREATE TABLE t (id bigint NOT NULL, a character varying(9) DEFAULT 'q'::text NOT NULL, b character varying(9), PRIMARY KEY (id))"));

    Overlay after =
        before
            .held("ALTER TABLE t ALTER COLUMN a TYPE text")
            .held("ALTER TABLE t ALTER COLUMN b TYPE text")
            .with(
                printed(
                    POSTGRESQL,
                    "CREATE TABLE t (id bigint NOT NULL, a character varying, b character varying, PRIMARY KEY (id))"));

    assertThat(Effects.between(before.model(), after.model()))
        .extracting(effect -> effect.object().toString())
        .containsExactly("column a of t", "column b of t");
    assertThat(after.uncertain()).extracting(ObjectName::toString).containsExactly("column a of t");
    assertThat(after.held("ALTER TABLE t DROP COLUMN a").uncertain()).isEmpty();
  }

  @Test
  void keepsAForeignKeyThatTheEmulatorDoesNotHold() {
    Overlay overlay =
        Overlay.empty(GOOGLE_STANDARD_SQL)
            .held(
                "CREATE TABLE T (Id INT64, CONSTRAINT Fk FOREIGN KEY (Id) REFERENCES L (Id)) PRIMARY KEY (Id)")
            .leftOut("ALTER TABLE T ADD CONSTRAINT Fk FOREIGN KEY (Id) REFERENCES L (Id)");

    Overlay replayed =
        overlay.with(printed(GOOGLE_STANDARD_SQL, "CREATE TABLE T (Id INT64) PRIMARY KEY (Id)"));

    assertThat(ModelText.of(replayed.model())).isEqualTo(ModelText.of(overlay.model()));
  }

  /// The emulator could not execute the rename.
  @Test
  void keepsDroppedWhatTheEmulatorStillHas() {
    String still = "CREATE TABLE T (Id INT64) PRIMARY KEY (Id)";
    Overlay renamed =
        Overlay.empty(GOOGLE_STANDARD_SQL)
            .held(still)
            .leftOut("ALTER TABLE T RENAME TO U")
            .held("DROP TABLE IF EXISTS Other")
            .with(printed(GOOGLE_STANDARD_SQL, still));

    assertThat(renamed.model().objects(Table.class))
        .extracting(table -> table.name().toString())
        .containsExactly("table U");
    assertThat(
            renamed
                .held("DROP TABLE IF EXISTS U")
                .with(printed(GOOGLE_STANDARD_SQL, still))
                .model()
                .objects(Table.class))
        .isEmpty();
  }

  @Test
  void takesATableThatWasLeftOutFromTheStatementThatMakesItInTheEmulator() {
    String made = "CREATE TABLE L (Id INT64, A INT64) PRIMARY KEY (Id)";
    Overlay overlay =
        Overlay.empty(GOOGLE_STANDARD_SQL)
            .leftOut("CREATE TABLE L (Id INT64, B INT64) PRIMARY KEY (Id)")
            .held(made);

    SchemaModel expected = printed(GOOGLE_STANDARD_SQL, made);
    assertThat(ModelText.of(overlay.model())).isEqualTo(ModelText.of(expected));
    assertThat(ModelText.of(overlay.with(expected).model())).isEqualTo(ModelText.of(expected));
    assertThat(overlay.held("CREATE TABLE IF NOT EXISTS L (X INT64) PRIMARY KEY (X)").model())
        .isEqualTo(overlay.model());
  }

  @Test
  void forgetsALeftOutObjectThatIsDropped() {
    Overlay overlay =
        Overlay.empty(GOOGLE_STANDARD_SQL)
            .leftOut("CREATE TABLE L (Id INT64) PRIMARY KEY (Id)")
            .leftOut("DROP TABLE L")
            .held("CREATE TABLE L (Id INT64, A INT64) PRIMARY KEY (Id)");

    assertThat(overlay.with(printed(GOOGLE_STANDARD_SQL)).model().objects()).hasSize(1);
  }
}
