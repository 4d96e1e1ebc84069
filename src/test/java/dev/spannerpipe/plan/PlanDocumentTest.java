package dev.spannerpipe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.report.SamplePlan;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.StatementKind;
import dev.spannerpipe.testing.JsonMembers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanDocumentTest {
  private static final String DATABASE = "projects/acme/instances/main/databases/orders";

  @Test
  void holdsTheWholePlan() {
    assertThat(
            PlanDocument.of(
                SamplePlan.plan().with(List.of(SamplePlan.LOSS)), Optional.of(DATABASE)))
        .isEqualTo(
            Json.parse(
                """
                {"format": 1, "dialect": "GOOGLE_STANDARD_SQL", "sha256": "%s", "applied": 7,
                 "schemaOperations": 2,
                 "pending": [
                  {"path": "schema/001.sql", "id": "create-singers", "author": "alice",
                   "file": "schema/001.sql", "line": 12, "checksum": "9:create-singers",
                   "reason": "halfFinished", "firstStep": 1,
                   "steps": [
                    {"kind": "ddl", "fromLiveSchema": false, "file": "schema/001.sql", "line": 13,
                     "text": "CREATE TABLE Singers (\\n  Id INT64\\n) PRIMARY KEY (Id)"},
                    {"kind": "ddl", "fromLiveSchema": false, "file": "schema/001.sql", "line": 17,
                     "text": "CREATE INDEX ByName ON Singers (Name)"}]},
                  {"path": "schema/002.sql", "id": "fill-singers", "author": "alice",
                   "file": "schema/002.sql", "line": 3, "checksum": "9:fill-singers",
                   "reason": "new", "firstStep": 0, "precondition": "tableExists Singers",
                   "preconditionInWords": "only if the table Singers exists\\nand it is Monday",
                   "steps": [
                    {"kind": "dml", "fromLiveSchema": false, "file": "schema/002.sql", "line": 4,
                     "text": "INSERT INTO Singers (Id) VALUES (1)"}]},
                  {"path": "schema/003.yaml", "id": "require-name", "author": "alice",
                   "file": "schema/003.yaml", "line": 0, "checksum": "9:require-name",
                   "reason": "changed", "firstStep": 0,
                   "steps": [
                    {"kind": "ddl", "fromLiveSchema": true, "file": "schema/003.yaml", "line": 0,
                     "text": "addNotNullConstraint Singers.Name"}]}],
                 "segments": [
                  {"kind": "schema", "slices": [{"path": "schema/001.sql",
                   "id": "create-singers", "author": "alice", "from": 1, "to": 2}]},
                  {"kind": "data", "slices": [{"path": "schema/002.sql",
                   "id": "fill-singers", "author": "alice", "from": 0, "to": 1}]},
                  {"kind": "live", "slices": [{"path": "schema/003.yaml",
                   "id": "require-name", "author": "alice", "from": 0, "to": 1}]}],
                 "unknown": [{"path": "schema/000.sql", "id": "old", "author": "bob",
                   "dateExecuted": "2026-11-01T10:00:00Z"}],
                 "outOfOrder": [{"path": "schema/002.sql", "id": "fill-singers",
                   "author": "alice", "file": "schema/002.sql", "line": 3}],
                 "notices": ["one is left out: no such table"],
                 "dataLosses": [{"path": "schema/002.sql", "id": "fill-singers",
                   "author": "alice", "kind": "DROP_COLUMN", "object": "column name of singers",
                   "file": "schema/002.sql", "line": 4,
                   "text": "drops the column name of singers"}],
                 "definitionLosses": [],
                 "database": "projects/acme/instances/main/databases/orders",
                 "digested": {"dialect": "GOOGLE_STANDARD_SQL", "changeSets": [
                  {"path": "schema/001.sql", "id": "create-singers", "author": "alice",
                   "checksum": "9:create-singers", "steps": [
                    {"kind": "DDL",
                     "text": "CREATE TABLE Singers (\\n  Id INT64\\n) PRIMARY KEY (Id)"},
                    {"kind": "DDL", "text": "CREATE INDEX ByName ON Singers (Name)"}]},
                  {"path": "schema/002.sql", "id": "fill-singers", "author": "alice",
                   "checksum": "9:fill-singers", "precondition": "tableExists Singers", "steps": [
                    {"kind": "DML", "text": "INSERT INTO Singers (Id) VALUES (1)"}]},
                  {"path": "schema/003.yaml", "id": "require-name", "author": "alice",
                   "checksum": "9:require-name", "steps": [
                    {"kind": "DDL", "text": "addNotNullConstraint Singers.Name"}]}]}}
                """
                    .formatted(SamplePlan.DIGEST)));
  }

  @Test
  void writesKindsInLowerCamelCase() {
    ChangeSet update =
        SamplePlan.changeSet(
            "a.sql",
            1,
            "update",
            new Step.Sql(
                StatementKind.PARTITIONED_DML, "UPDATE T", new SourceLocation("a.sql", 2)));
    PlannedChangeSet planned = new PlannedChangeSet(update, PlannedChangeSet.Reason.RUN_ALWAYS, 0);
    Plan plan =
        new Plan(
            Dialect.POSTGRESQL,
            List.of(planned),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            "d");

    assertThat(PlanDocument.of(plan, Optional.empty()).canonical())
        .contains("\"database\":null", "\"kind\":\"partitionedDml\"", "\"reason\":\"runAlways\"");
  }

  @Test
  void documentsEachMemberWithItsType() {
    Step.Sql insert =
        new Step.Sql(
            StatementKind.DML,
            "INSERT INTO T (Id) VALUES (1)",
            new SourceLocation("a.sql", 2),
            Optional.of(new ProtoDescriptors(new byte[] {1})),
            1);
    DefinitionLoss loss =
        new DefinitionLoss(
            "column Name of T",
            SamplePlan.ROWS.identity(),
            SamplePlan.ROWS.location(),
            "drops NOT NULL");
    Plan plan = SamplePlan.plan().with(List.of(SamplePlan.LOSS), List.of(loss));
    PlanContent content =
        new PlanContent(
            plan.dialect(),
            Optional.of(new FixedCondition(false, new Precondition.Outcome.Run(""))),
            List.of(SamplePlan.changeSet("a.sql", 1, "one", insert), SamplePlan.ROWS),
            plan.digest());
    JsonMembers written = new JsonMembers();
    written.add("", PlanDocument.of(plan, Optional.of(DATABASE)).with("digested", content.json()));
    written.add("", PlanDocument.of(SamplePlan.nothing(), Optional.of(DATABASE)));

    assertThat(JsonMembers.documentedIn("src/docs/plan-json.md")).isEqualTo(written.types());
  }

  @Test
  void readsAChangeSetsNameBack() {
    ChangeSetId id = new ChangeSetId("schema/a.sql", "a::b:", "alice");

    assertThat(ChangeSetId.parse(id.toString())).contains(id);
    assertThat(ChangeSetId.parse("a::b")).isEmpty();
    assertThat(ChangeSetId.parse("a:::b")).isEmpty();
    assertThat(ChangeSetId.parse("")).isEmpty();
  }
}
