package dev.spannerpipe.lint;

import static dev.spannerpipe.lint.LintScenario.googleSql;
import static dev.spannerpipe.lint.LintScenario.postgreSql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.Waiver;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.schema.effect.CreatedObjectNames;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.StatementKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinterTest {
  private static final String T =
      "CREATE TABLE t (id STRING(36) NOT NULL, a STRING(9), b STRING(9)) PRIMARY KEY (id)";

  private static final String PG_T =
      "CREATE TABLE t (id varchar(36) PRIMARY KEY, a varchar(9), b varchar(9))";

  private static List<String> places(List<LintFinding> findings) {
    return findings.stream()
        .map(
            finding ->
                finding.rule()
                    + finding.location().map(location -> " " + location).orElse("")
                    + finding.changeSet().map(changeSet -> " " + changeSet.id()).orElse("")
                    + finding.waiver().map(reason -> " waived: " + reason).orElse(""))
        .toList();
  }

  private static ChangeSet in(String file, int line, String id, String sql) {
    return ChangeSets.withSteps(
        id, List.of(new Step.Sql(StatementKind.DDL, sql, new SourceLocation(file, line))));
  }

  private static LintFinding other(LintRule rule, String file, int line, String id) {
    return LintFinding.of(
        rule, new SourceLocation(file, line), new ChangeSetId("schema.sql", id, "ann"), "m", "f");
  }

  @Test
  void nothingIsFoundInNothing() {
    assertThat(googleSql(T).findings()).isEmpty();
    assertThat(postgreSql(PG_T).then("SELECT 1").findings()).isEmpty();
  }

  @Test
  void namesTheObjectOrTheStatementOfAFinding() {
    assertThat(
            googleSql(T)
                .sized("t", 9)
                .then("CREATE UNIQUE INDEX i ON t (a)", "ALTER TABLE t ALTER COLUMN b STRING(5)")
                .thenPartitioned("UPDATE t SET a = CONCAT(a, b) WHERE TRUE")
                .lint()
                .stream()
                .map(finding -> finding.rule() + " " + finding.subject()))
        .containsExactly(
            "SP203 index i",
            "SP204 index i",
            "SP103 column b of t: type",
            "SP503 UPDATE t SET a = CONCAT(a, b) WHERE TRUE");
  }

  @Test
  void sortsByFileInTheOrderOfTheChangeSetsThenByLineThenByRule() {
    LintScenario scenario =
        googleSql(T)
            .add(in("z.sql", 9, "1", "CREATE UNIQUE INDEX i ON t (a)"))
            .add(in("a.sql", 3, "2", "CREATE INDEX j ON t (b)"))
            .add(in("z.sql", 2, "3", "ALTER TABLE t ADD CONSTRAINT c CHECK (b <> '')"));

    assertThat(
            places(
                scenario.lint(
                    LintFinding.ofPlan(LintRule.SP004, "m", "f"),
                    other(LintRule.SP601, "x.sql", 1, "9"),
                    other(LintRule.SP001, "z.sql", 9, "1"))))
        .containsExactly(
            "SP202 z.sql:2 3",
            "SP001 z.sql:9 1",
            "SP203 z.sql:9 1",
            "SP204 z.sql:9 1",
            "SP203 a.sql:3 2",
            "SP601 x.sql:1 9",
            "SP004");
  }

  @Test
  void appliesWaiversToAllFindings() {
    ChangeSet changeSet = in("a.sql", 3, "1", "CREATE INDEX i ON t (a)");
    List<Waiver> waivers =
        List.of("SP203", "SP002", "SP602", "SP601", "SP204").stream()
            .map(rule -> new Waiver(rule, "it is small", new SourceLocation("a.sql", 1)))
            .toList();

    assertThat(
            places(
                googleSql(T)
                    .add(ChangeSets.waiving(changeSet, waivers))
                    .lint(
                        other(LintRule.SP002, "a.sql", 3, "1"),
                        other(LintRule.SP601, "a.sql", 3, "1"),
                        other(LintRule.SP602, "a.sql", 3, "1"))))
        .containsExactly(
            "SP003 a.sql:1 1",
            "SP003 a.sql:1 1",
            "SP002 a.sql:3 1 waived: it is small",
            "SP203 a.sql:3 1 waived: it is small",
            "SP601 a.sql:3 1",
            "SP602 a.sql:3 1 waived: it is small");
  }

  /// Each finding is on the statement that causes it, not on the last one about the table.
  @Test
  void putsFindingsOnTheStatementsThatCauseThem() {
    assertThat(
            places(
                googleSql(T, "CREATE INDEX old ON t (b)")
                    .then(
                        "ALTER TABLE t ADD COLUMN at TIMESTAMP",
                        "ALTER TABLE t ADD ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 1 DAY))",
                        "ALTER TABLE t ALTER COLUMN a STRING(9) NOT NULL",
                        "ALTER TABLE t ADD CHECK (a <> 'x')",
                        "CREATE INDEX i ON t (a, b)",
                        "ALTER TABLE t ADD COLUMN z STRING(9)",
                        "DROP INDEX old",
                        "ALTER TABLE t DROP COLUMN b",
                        "ALTER TABLE t RENAME TO u",
                        "ALTER TABLE u ALTER COLUMN a STRING(5) NOT NULL")
                    .lint()))
        .containsExactly(
            "SP308 schema.sql:11 1",
            "SP106 schema.sql:12 1",
            "SP201 schema.sql:13 1",
            "SP202 schema.sql:14 1",
            "SP307 schema.sql:14 1",
            "SP203 schema.sql:15 1",
            "SP102 schema.sql:18 1",
            "SP401 schema.sql:19 1",
            "SP103 schema.sql:20 1");
  }

  /// A step whose statements are generated when it runs has no text to look at.
  @Test
  void putsFindingsOnTheOnlyStep() {
    Step live =
        new Step.Live(
            "modifyDataType tableName=t", new SourceLocation("a.yaml", 7), _ -> List.of());
    ChangeSetEffects effects =
        new ChangeSetEffects(
            ChangeSets.withSteps("1", List.of(live)),
            List.of(live),
            SchemaReader.read(Dialect.POSTGRESQL, List.of(PG_T)),
            SchemaModel.empty(Dialect.POSTGRESQL),
            List.of(new Effect.Dropped(new ObjectName(ObjectKind.TABLE, new Name("t", "t")))),
            CreatedObjectNames.NONE,
            TableSizes.UNKNOWN);

    assertThat(places(Linter.lint(List.of(effects), List.of())))
        .containsExactly("SP101 a.yaml:7 1");
  }

  /// Change sets that share their schemas: none is blamed for what another one does.
  @Test
  void attributesEachFindingToOneChangeSet() {
    assertThat(
            places(
                googleSql(T)
                    .then("CREATE TABLE u (id INT64) PRIMARY KEY (id)")
                    .then("CREATE INDEX i ON t (a)")
                    .then("CREATE INDEX j ON u (id)")
                    .then("ALTER TABLE t DROP COLUMN b")
                    .then("CREATE CHANGE STREAM s FOR ALL")
                    .lint()))
        .containsExactly(
            "SP301 schema.sql:11 1",
            "SP203 schema.sql:21 2",
            "SP304 schema.sql:31 3",
            "SP102 schema.sql:41 4");
  }
}
