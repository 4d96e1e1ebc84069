package dev.spannerpipe.report.review;

import static dev.spannerpipe.report.review.Contexts.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.preview.LargePreviews;
import dev.spannerpipe.report.preview.Previews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreviewAnnotationsTest {
  private static final ChangeSet ONE = Previews.changeSet("a.sql", 1, "one", "DROP TABLE t");
  private static final String EMOJI = "\uD83D\uDE00";

  private static List<Annotation> annotations(LintFinding... findings) {
    return ReviewWriter.of(preview(findings), CONTEXT).annotations();
  }

  private static Preview preview(LintFinding... findings) {
    return Previews.of(Previews.plan(ONE), List.of(ONE), List.of(findings));
  }

  private static LintFinding finding(LintRule rule, int line, String subject) {
    return Previews.finding(rule, ONE, line, "It happens", "Do it").about(subject);
  }

  private static List<String> ids(LintFinding... findings) {
    return annotations(findings).stream().map(Annotation::externalId).toList();
  }

  private static Preview losing(DataLoss.Kind kind, LintFinding... findings) {
    DataLoss loss =
        new DataLoss(
            kind, "table t", ONE.identity(), new SourceLocation("a.sql", 2), "drops the table t");
    return Previews.of(Previews.plan(ONE).with(List.of(loss)), List.of(ONE), List.of(findings));
  }

  private static LintFinding waived(LintRule rule, int line, String reason) {
    LintFinding found = finding(rule, line, "table t");
    return new LintFinding(
        rule,
        found.severity(),
        found.location(),
        found.changeSet(),
        found.subject(),
        found.message(),
        found.fix(),
        Optional.of(reason));
  }

  @Test
  void annotatesEachFindingTheWorstFirst() {
    assertThat(
            ReviewWriter.of(Previews.rich(), CONTEXT).annotations().stream()
                .map(Annotation::json)
                .map(JsonObject::canonical))
        .containsExactly(
            """
            {"annotation_type":"BUG",\
            "details":"Keep it.\\nChange set: schema/002.sql::shorten-names::alice",\
            "external_id":"SP101-fda1cf3cca3ee3dd3f1feef415fac9c6","line":5,\
            "path":"db/schema/002.sql","result":"FAILED","severity":"CRITICAL",\
            "summary":"SP101: The table Old is dropped with its rows."}""",
            """
            {"annotation_type":"BUG",\
            "details":"Fix the statement.\\nChange set: schema/002.sql::shorten-names::alice",\
            "external_id":"SP001-fda1cf3cca3ee3dd3f1feef415fac9c6","line":9,\
            "path":"db/schema/002.sql","result":"FAILED","severity":"HIGH",\
            "summary":"SP001: NOT_FOUND: Index not found: Gone."}""",
            """
            {"annotation_type":"BUG",\
            "details":"Restore its text.\\nChange set: schema/000.sql::old::bob",\
            "external_id":"SP601-b4137744e5dfe2ab1deeb23ac10fa991","line":1,\
            "path":"db/schema/000.sql","result":"FAILED","severity":"HIGH",\
            "summary":"SP601: The change set was edited after it was applied."}""",
            """
            {"annotation_type":"CODE_SMELL",\
            "details":"Create the index together with its table.\\n\
            Change set: schema/001.sql::create-orders::alice",\
            "external_id":"SP203-c82bc958a91a08f76d373c4c2b42ec19","line":18,\
            "path":"db/schema/001.sql","result":"PASSED","severity":"MEDIUM",\
            "summary":"SP203: The index OrdersByDate is backfilled."}""",
            """
            {"annotation_type":"CODE_SMELL",\
            "details":"Change set: schema/001.sql::create-orders::alice",\
            "external_id":"SP002-c82bc958a91a08f76d373c4c2b42ec19","line":20,\
            "path":"db/schema/001.sql","result":"PASSED","severity":"LOW",\
            "summary":"SP002: GRANT was not previewed."}""",
            """
            {"annotation_type":"CODE_SMELL",\
            "external_id":"SP604-055539df4a0b804c58caf46c0cd2941a",\
            "result":"PASSED","severity":"LOW",\
            "summary":"SP604: 2 change sets cannot be undone."}""",
            """
            {"annotation_type":"CODE_SMELL",\
            "details":"Waived: all names are short.\\n\
            Change set: schema/002.sql::shorten-names::alice",\
            "external_id":"SP103-aff5c4502b1d5ab06cd8fb4e18564247","line":4,\
            "path":"db/schema/002.sql","result":"IGNORED","severity":"LOW",\
            "summary":"SP103: The column Name of Singers becomes narrower."}""");
  }

  @Test
  void namesTheLocationOfAFileThatIsNotInTheRepository() {
    LintFinding finding = finding(LintRule.SP301, 7, "");

    assertThat(ReviewWriter.of(preview(finding), Contexts.withoutFiles()).annotations().getFirst())
        .satisfies(
            annotation -> {
              assertThat(annotation.details())
                  .isEqualTo("Do it.\nChange set: a.sql::one::alice\nLocation: a.sql:7");
              assertThat(annotation.path()).isEmpty();
              assertThat(annotation.line()).isZero();
              assertThat(annotation.json().values()).doesNotContainKeys("path", "line");
            });
  }

  @Test
  void leavesOutALineThatIsNotKnown() {
    JsonObject json = annotations(finding(LintRule.SP301, 0, "")).getFirst().json();

    assertThat(json.text("path")).contains("db/a.sql");
    assertThat(json.values()).doesNotContainKey("line");
  }

  @Test
  void annotates1000Findings() {
    Review review = ReviewWriter.of(LargePreviews.withFindings(1_000), CONTEXT);

    assertThat(review.annotations()).hasSize(1_000);
    assertThat(review.moreFindings()).isZero();
    assertThat(review.annotations().stream().map(Annotation::severity).distinct())
        .containsExactly(
            Annotation.Severity.CRITICAL, Annotation.Severity.MEDIUM, Annotation.Severity.LOW);
    assertThat(review.annotations().stream().map(Annotation::externalId))
        .doesNotHaveDuplicates()
        .doesNotContain("more");
  }

  @Test
  void countsWhatIsMoreThan1000Findings() {
    Review review = ReviewWriter.of(LargePreviews.withFindings(1_500), CONTEXT);

    assertThat(review.annotations()).hasSize(1_000);
    assertThat(review.moreFindings()).isEqualTo(501);
    assertThat(review.annotations().stream().map(Annotation::externalId)).doesNotHaveDuplicates();
    assertThat(review.annotations().stream().filter(each -> each.type() == Annotation.Type.BUG))
        .hasSize(300);
    assertThat(review.annotations().getLast().json().canonical())
        .isEqualTo(
            """
            {"annotation_type":"CODE_SMELL",\
            "details":"preview.json, an artifact of the build, lists all findings.",\
            "external_id":"more","result":"PASSED","severity":"LOW",\
            "summary":"501 more findings not shown here."}""");
  }

  @Test
  void marksOmittedErrorsAsFailed() {
    List<LintFinding> errors = new ArrayList<>();
    for (int line = 1; line <= 1_001; line++) {
      errors.add(finding(LintRule.SP101, line, "table t" + line));
    }
    Annotation last = annotations(errors.toArray(LintFinding[]::new)).getLast();

    assertThat(last.summary()).isEqualTo("2 more findings not shown here.");
    assertThat(last.result()).isEqualTo(Annotation.Result.FAILED);
  }

  @Test
  void keepsTheIdWhenLinesAndWordsChange() {
    LintFinding moved =
        Previews.finding(LintRule.SP101, ONE, 99, "It is said otherwise", "Do more")
            .about("table t");

    assertThat(ids(moved)).isEqualTo(ids(finding(LintRule.SP101, 3, "table t")));
    assertThat(ids(waived(LintRule.SP101, 3, "r"))).isEqualTo(ids(moved));
  }

  @Test
  void givesWhatDiffersAnotherId() {
    LintFinding finding = finding(LintRule.SP101, 3, "table t");
    List<LintFinding> others =
        Stream.of(
                new ChangeSetId("b.sql", "one", "alice"),
                new ChangeSetId("a.sql", "two", "alice"),
                new ChangeSetId("a.sql", "one", "bob"),
                new ChangeSetId("a.sqlone", "", "alice"))
            .map(
                id ->
                    LintFinding.of(LintRule.SP101, finding.location().orElseThrow(), id, "m", "f")
                        .about("table t"))
            .toList();
    List<LintFinding> all = new ArrayList<>(others);
    all.add(finding);
    all.add(finding(LintRule.SP101, 3, "table u"));
    all.add(finding(LintRule.SP102, 3, "table t"));
    all.add(LintFinding.ofPlan(LintRule.SP101, "m", "f").about("table t"));

    assertThat(ids(all.toArray(LintFinding[]::new)))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("SP10[12]-[0-9a-f]{32}"));
  }

  @Test
  void numbersFindingsThatAreAlike() {
    LintFinding finding = finding(LintRule.SP301, 3, "table t");
    String id = ids(finding).getFirst();

    assertThat(ids(finding, finding(LintRule.SP301, 9, "table t"), finding))
        .containsExactly(id, id + "-2", id + "-3");
  }

  @Test
  void reportsALossOnceUnlessItsFindingHasAWaiver() {
    LintFinding error = finding(LintRule.SP101, 2, "table t");

    assertThat(ReviewWriter.of(losing(DataLoss.Kind.DROP_TABLE, error), CONTEXT).annotations())
        .singleElement()
        .satisfies(each -> assertThat(each.summary()).isEqualTo("SP101: It happens."));
    assertThat(
            ReviewWriter.of(
                    losing(
                        DataLoss.Kind.DROP_TABLE,
                        finding(LintRule.SP301, 1, ""),
                        waived(LintRule.SP101, 2, "nobody reads it"),
                        finding(LintRule.SP001, 3, "")),
                    CONTEXT)
                .annotations()
                .stream()
                .map(Annotation::json)
                .map(
                    each ->
                        each.text("severity").orElse("") + " " + each.text("summary").orElse("")))
        .containsExactly(
            "HIGH SP001: It happens.",
            "HIGH Data loss: the change set drops the table t (DROP_TABLE).",
            "MEDIUM SP301: It happens.",
            "LOW SP101: It happens.");
  }

  @Test
  void saysWhatApplyWillDoAboutALossWithoutFinding() {
    LintFinding error = finding(LintRule.SP101, 2, "table t");

    assertThat(ReviewWriter.of(losing(DataLoss.Kind.DELETE_ROWS, error), CONTEXT).annotations())
        .hasSize(2)
        .last()
        .satisfies(
            each ->
                assertThat(each.json().canonical())
                    .isEqualTo(
                        """
                        {"annotation_type":"CODE_SMELL",\
                        "details":"The plan has 1 data loss; ALLOW_DESTRUCTIVE is true, so apply \
                        will run it.\\nChange set: a.sql::one::alice",\
                        "external_id":"DELETE_ROWS-b3811553ba2f55c9d0585faf9af81dd0","line":2,\
                        "path":"db/a.sql","result":"PASSED","severity":"HIGH",\
                        "summary":"Data loss: the change set drops the table t (DELETE_ROWS)."}"""));
  }

  @Test
  void cutsASummaryAtACodePointAndKeepsItsTextInTheDetails() {
    // "SP301: " and the full stop count.
    String fits = EMOJI.repeat(442);
    String long1 = EMOJI.repeat(443);
    List<Annotation> annotations =
        annotations(
            Previews.finding(LintRule.SP301, ONE, 1, fits, ""),
            Previews.finding(LintRule.SP301, ONE, 2, long1, "Do it"),
            Previews.finding(LintRule.SP301, ONE, 3, EMOJI.repeat(3000), "Do it"));

    assertThat(annotations.get(0).summary()).isEqualTo("SP301: " + fits + ".");
    assertThat(annotations.get(0).details()).isEqualTo("Change set: a.sql::one::alice");
    assertThat(annotations.get(1).summary()).isEqualTo("SP301: " + fits + "…");
    assertThat(annotations.get(1).details())
        .isEqualTo(long1 + ".\nDo it.\nChange set: a.sql::one::alice");
    assertThat(annotations.get(2).details()).isEqualTo(EMOJI.repeat(1999) + "…");
  }

  @Test
  void showsNoCharacterThatHidesOrTurnsText() {
    Annotation annotation =
        annotations(
                Previews.finding(
                    LintRule.SP301, ONE, 1, "a\u202eb\u200bc\u001b[1m\nd\uD83D", "e\u2066f\r\ng"))
            .getFirst();

    assertThat(annotation.summary()).isEqualTo("SP301: a\uFFFDb\uFFFDc\uFFFD[1m d\uFFFD.");
    assertThat(annotation.details()).isEqualTo("e\uFFFDf g.\nChange set: a.sql::one::alice");
  }
}
