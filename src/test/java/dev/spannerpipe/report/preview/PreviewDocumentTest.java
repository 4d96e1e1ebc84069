package dev.spannerpipe.report.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.SamplePlan;
import dev.spannerpipe.testing.JsonMembers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreviewDocumentTest {
  @Test
  void hasWhatTheChangeSetsDo() {
    JsonObject document = PreviewDocument.of(Previews.rich());

    assertThat(document.items("changeSets").get(1))
        .isEqualTo(
            Json.parse(
                """
                {"path": "schema/002.sql", "id": "shorten-names", "author": "alice",
                 "file": "schema/002.sql", "line": 3, "reason": "new",
                 "effects": [
                  {"effect": "dropped", "kind": "table", "name": "Old", "object": "table Old",
                   "text": "drops the table Old"},
                  {"effect": "changed", "kind": "column", "name": "Singers", "part": "Name",
                   "object": "column Name of Singers", "property": "type",
                   "from": "STRING(20)", "to": "STRING(10)",
                   "text": "changes the type of the column Name of Singers from STRING(20) to \
                STRING(10)"},
                  {"effect": "changed", "kind": "column", "name": "Singers", "part": "Name",
                   "object": "column Name of Singers", "property": "option", "option": "o",
                   "from": "", "to": "1",
                   "text": "sets the option o of the column Name of Singers to 1"},
                  {"effect": "lost", "kind": "column", "name": "Singers", "part": "Name",
                   "object": "column Name of Singers", "property": "default", "from": "'x'",
                   "text": "loses DEFAULT of the column Name of Singers, which was 'x' and which \
                no statement names"}],
                 "dataChanges": 0,
                 "rejected": [
                  {"file": "schema/002.sql", "line": 9, "statement": "DROP INDEX Gone",
                   "code": "NOT_FOUND", "message": "Index not found: Gone", "kind": "certain"}],
                 "partial": [], "rowsLost": false}
                """));
    assertThat(document.items("changeSets").get(0).canonical())
        .contains(
            """
            "partial":[{"file":"schema/001.sql","line":20,"skipped":true,\
            "statement":"GRANT SELECT ON TABLE Orders TO ROLE clerk","without":["roles"]},""",
            """
            "precondition":{"outcome":"run"}""");
    assertThat(document.items("changeSets").get(2).canonical())
        .contains(
            """
            "dataChanges":1""",
            """
            "precondition":{"outcome":"unknown"}""",
            """
            "rowsLost":true""");
    assertThat(document.items("changeSets").get(3).canonical())
        .contains(
            """
            "precondition":{"outcome":"skip","reason":"no table Late"}""");
  }

  @Test
  void hasTheFindingsTheCostAndWhatIsMissing() {
    JsonObject document = PreviewDocument.of(Previews.rich());

    assertThat(document.items("findings").get(2))
        .isEqualTo(
            Json.parse(
                """
                {"rule": "SP103", "title": "Narrows a type", "severity": "error",
                 "file": "schema/002.sql", "line": 4,
                 "changeSet": {"path": "schema/002.sql", "id": "shorten-names", "author": "alice"},
                 "message": "The column Name of Singers becomes narrower",
                 "fix": "Keep the type", "waiver": "all names are short"}
                """));
    assertThat(document.items("findings").getLast())
        .isEqualTo(
            Json.parse(
                """
                {"rule": "SP604", "title": "Cannot be undone", "severity": "info",
                 "message": "2 change sets cannot be undone"}
                """));
    assertThat(document.find("counts").orElseThrow())
        .isEqualTo(Json.parse("{\"errors\": 3, \"warnings\": 1, \"infos\": 2, \"waived\": 1}"));
    assertThat(document.find("cost").orElseThrow())
        .isEqualTo(
            Json.parse(
                """
                {"schemaOperations": 2, "statements": 5, "schemaVersions": 4, "work": [
                  {"kind": "backfill", "object": "index OrdersByDate", "table": "Orders",
                   "bytes": 13207024435, "changeSet":
                   {"path": "schema/001.sql", "id": "create-orders", "author": "alice"}},
                  {"kind": "validation", "object": "column Name of Singers", "table": "Singers",
                   "changeSet":
                   {"path": "schema/002.sql", "id": "shorten-names", "author": "alice"}}]}
                """));
    assertThat(document.find("notPreviewed").orElseThrow())
        .isEqualTo(
            Json.parse(
                """
                {"statements": 2, "constructs": ["ON UPDATE", "roles"],
                 "unsupported": ["ON UPDATE", "queues", "roles"], "baseline": [
                  {"statement": "CREATE ROLE clerk", "without": ["roles"]},
                  {"statement":
                   "CREATE TABLE A (\\n  B TIMESTAMP ON UPDATE (CURRENT_TIMESTAMP())\\n)",
                   "without": ["ON UPDATE"]}]}
                """));
  }

  /// A pipeline that compares the two files needs no second rule for either.
  @Test
  void namesDigestAndDataLossesAsThePlanDoes() {
    Preview preview = Previews.rich();
    JsonObject document = PreviewDocument.of(preview);
    JsonObject plan = PlanDocument.of(preview.plan(), Optional.empty());

    assertThat(document.find("planSha256")).contains(new JsonString(SamplePlan.DIGEST));
    assertThat(document.find("planSha256")).isEqualTo(plan.find("sha256"));
    assertThat(document.items("dataLosses")).isEqualTo(plan.items("dataLosses")).hasSize(1);
    assertThat(document.find("allowsDataLosses")).contains(new JsonBoolean(false));
  }

  @Test
  void isWrittenWhenNothingIsPending() {
    assertThat(PreviewDocument.text(Previews.nothing(Previews.DESTINATION)))
        .isEqualTo(
            """
            {"applied":7,"baseline":{"commit":"%1$s","kind":"destination","reason":"neither \
            Google credentials nor SPANNER_ENDPOINT is set","text":"the changelog of the \
            destination commit %1$s"},"changeSets":[],"changelog":"schema/changelog.yaml",\
            "cost":{"schemaOperations":0,"schemaVersions":0,"statements":0,"work":[]},\
            "counts":{"errors":0,"infos":0,"waived":0,"warnings":0},"dataLosses":[],\
            "dialect":"POSTGRESQL","findings":[],"format":1,"notPreviewed":{"baseline":[],\
            "constructs":[],"statements":0,"unsupported":["roles"]},"notes":[],"notices":[],\
            "pending":0,"planSha256":"%2$s","summary":"Nothing is pending: the baseline has all 7 \
            change sets of this changelog; no errors and no warnings"}
            """
                .formatted("0123456789".repeat(4), SamplePlan.DIGEST));
  }

  @Test
  void keepsAllOf1000Findings() {
    assertThat(PreviewDocument.of(LargePreviews.withFindings(1_000)).items("findings"))
        .hasSize(1_000);
  }

  @Test
  void keepsHostileNamesAsTheyAreAndPrintsNothingThatATerminalObeys() {
    Preview preview = HostilePreview.preview();

    String text = PreviewDocument.text(preview);

    assertThat(text.chars().filter(character -> character == '\n').count()).isEqualTo(1);
    assertThat(text.strip()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    assertThat(Json.parseObject(text)).isEqualTo(PreviewDocument.of(preview));
    assertThat(Json.parseObject(text).text("changelog")).contains(HostilePreview.HOSTILE);
  }

  @Test
  void documentsEachMemberWithItsType() {
    JsonMembers written = new JsonMembers();
    for (Preview preview :
        List.of(
            Previews.rich(),
            LargePreviews.withFindings(5),
            Previews.nothing(Previews.DESTINATION),
            Previews.nothing(new Baseline.Empty()))) {
      written.add("", PreviewDocument.of(preview));
    }

    assertThat(JsonMembers.documentedIn("src/docs/preview-json.md")).isEqualTo(written.types());
  }
}
