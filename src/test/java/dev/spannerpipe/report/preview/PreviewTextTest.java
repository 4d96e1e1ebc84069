package dev.spannerpipe.report.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.PreviewFailure;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.SamplePlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewTextTest {
  @Test
  void showsEverythingOfASmallPreview() {
    assertThat(PreviewText.of(Previews.rich()))
        .isEqualTo(
            """
            Compared with the database projects/acme/instances/main/databases/shop, as of \
            2026-11-30T12:00:00Z.
            Note: The lease is held by run run-a.
            Note: Change set x stays pending: no table x.
            4 change sets pending: 5 statements in 1 schema operation; 7 applied; plan %s.
            1. schema/001.sql:12 create-orders (alice)
                 adds the table Orders
                 adds the index OrdersByDate
                 WARNING SP203 schema/001.sql:18: The index OrdersByDate is backfilled. Create the \
            index together with its table.
                 INFO SP002 schema/001.sql:20: GRANT was not previewed.
            2. schema/002.sql:3 shorten-names (alice)
                 drops the table Old
                 changes the type of the column Name of Singers from STRING(20) to STRING(10)
                 sets the option o of the column Name of Singers to 1
                 loses DEFAULT of the column Name of Singers, which was 'x' and which no statement \
            names
                 ERROR SP101 schema/002.sql:5: The table Old is dropped with its rows. Keep it.
                 ERROR SP001 schema/002.sql:9: NOT_FOUND: Index not found: Gone. Fix the statement.
                 WAIVED SP103 schema/002.sql:4: The column Name of Singers becomes narrower. \
            Waived: all names are short.
            3. schema/003.sql:1 fill (alice)
                 1 statement changes data
                 the emulator was restarted before it, so the rows of earlier change sets are \
            missing
            4. schema/004.sql:5 late (alice)
                 stays pending, because its precondition does not hold: no table Late
            ERROR SP601 schema/000.sql:1: The change set was edited after it was applied. Restore \
            its text.
            INFO SP604: 2 change sets cannot be undone.
            Cost: 2 schema operations (5 without batching), at most 4 schema versions.
            Cost: 1 validation of Singers (size unknown).
            Cost: 1 backfill of Orders (12.3 GiB).
            Data loss: 1 data loss; apply will stop with exit code 4 unless ALLOW_DESTRUCTIVE is \
            true. A waiver does not change this.
              schema/002.sql:5 drops the table Old (DROP_TABLE)
            Not previewed, or only in part: 2 statements of the change sets and 2 statements of \
            the baseline; the emulator does not support ON UPDATE and roles; see report.md.
            """
                .formatted(SamplePlan.DIGEST));
  }

  @Test
  void namesTheBaselineFirst() {
    assertThat(PreviewText.of(Previews.nothing(Previews.DESTINATION)))
        .isEqualTo(
            """
            Compared with the changelog of the destination commit %s \
            (neither Google credentials nor SPANNER_ENDPOINT is set).
            Nothing is pending; 7 applied; plan %s.
            Cost: no schema operations.
            Cost: no existing rows are validated or backfilled.
            Data loss: none that apply would have to allow.
            """
                .formatted("0123456789".repeat(4), SamplePlan.DIGEST));
    assertThat(PreviewText.of(Previews.nothing(new Baseline.Empty())))
        .startsWith(
            "Compared with an empty database (neither Google credentials nor SPANNER_ENDPOINT nor"
                + " BITBUCKET_PR_DESTINATION_COMMIT is set).\n");
  }

  @Test
  void showsOf1000FindingsWhatFitsOnAScreenAndCountsTheRest() {
    String text = PreviewText.of(LargePreviews.withFindings(1_000));

    assertThat(text.lines()).hasSizeLessThanOrEqualTo(40);
    assertThat(text)
        .contains(
            """
            1. schema/000.sql:1 c0 (alice)
                 has no effect
                 ERROR SP101 schema/000.sql:5: The table is dropped. Keep it.
                 … and 4 more findings, see report.md
            """,
            """
            … and 192 more change sets with 192 errors, 192 warnings and 576 notes, see report.md
            Cost: no schema operations.
            """);
  }

  @Test
  void countsWhatDoesNotFitOnAScreen() {
    String text = PreviewText.of(LargePreviews.ofTwenty());

    assertThat(text.lines()).hasSizeLessThanOrEqualTo(40);
    assertThat(text)
        .isEqualTo(
            """
            Compared with the database projects/acme/instances/main/databases/shop, as of \
            2026-11-30T12:00:00Z.
            Note: Note 1.
            Note: Note 2.
            Note: Note 3.
            Note: Note 4.
            … and 17 more notes, see report.md
            20 change sets pending: 20 statements in 1 schema operation; 7 applied; plan %s.
            1. a.sql:1 c1 (alice)
                 adds the table T1
                 2 statements change data
                 WARNING SP301 a.sql:1: The key grows.
                 … and 19 more effects, see report.md
            2. a.sql:2 c2 (alice)
                 adds the table T1
                 2 statements change data
                 WARNING SP301 a.sql:2: The key grows.
                 … and 19 more effects, see report.md
            3. a.sql:3 c3 (alice)
                 adds the table T1
                 2 statements change data
                 WARNING SP301 a.sql:3: The key grows.
                 … and 19 more effects, see report.md
            … and 17 more change sets with 17 warnings, see report.md
            ERROR SP610: Problem 1. Fix it.
            ERROR SP610: Problem 2. Fix it.
            ERROR SP610: Problem 3. Fix it.
            ERROR SP610: Problem 4. Fix it.
            ERROR SP610: Problem 5. Fix it.
            … and 15 more findings, see report.md
            Cost: 20 schema operations (20 without batching), at most 20 schema versions.
            Cost: 20 validations of T20 (20 KiB), T19 (19 KiB), T18 (18 KiB), T17 (17 KiB) and 16 more \
            tables.
            Data loss: 20 data losses; ALLOW_DESTRUCTIVE is true, so apply will run them.
              a.sql:1 drops T (DROP_TABLE)
              a.sql:2 drops T (DROP_TABLE)
              a.sql:3 drops T (DROP_TABLE)
            … and 17 more data losses, see report.md
            Not previewed, or only in part: 1 statement of the baseline; see report.md.
            """
                .formatted(SamplePlan.DIGEST));
  }

  /// The last line of the run follows on the same screen.
  @Test
  void neverNeedsMoreThanAScreen() {
    for (int changeSets = 1; changeSets <= 60; changeSets++) {
      assertThat(PreviewText.of(LargePreviews.ofEffects(changeSets)).lines())
          .as("%d change sets", changeSets)
          .hasSizeLessThanOrEqualTo(40);
    }
  }

  @Test
  void showsThoseWithErrorsFirstIfNotAllFit() {
    ChangeSet[] changeSets = new ChangeSet[60];
    for (int index = 0; index < changeSets.length; index++) {
      changeSets[index] = Previews.changeSet("a.sql", index + 1, "c" + index, "CREATE …");
    }
    LintFinding error = Previews.finding(LintRule.SP101, changeSets[57], 58, "It is dropped", "");
    LintFinding warning = Previews.finding(LintRule.SP301, changeSets[3], 4, "It grows", "");

    String text =
        PreviewText.of(
            Previews.of(Previews.plan(changeSets), List.of(changeSets), List.of(warning, error)));

    assertThat(text.lines()).hasSizeLessThanOrEqualTo(40);
    assertThat(text)
        .contains(
            """
            4. a.sql:4 c3 (alice)
                 has no effect
                 WARNING SP301 a.sql:4: It grows.
            """,
            """
            58. a.sql:58 c57 (alice)
                 has no effect
                 ERROR SP101 a.sql:58: It is dropped.
            … and 45 more change sets, see report.md
            """);
  }

  @Test
  void keepsHostileNamesOnTheirLines() {
    String text = PreviewText.of(HostilePreview.preview());

    assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    assertThat(text.lines())
        .allMatch(
            line ->
                line.matches(
                    "(Compared|Note|1 change|1\\. | {5}|ERROR|Cost|Data loss|  a|Not previewed).*"));
  }

  @Test
  void concludesInOneSentence() {
    assertThat(PreviewText.sentence(Previews.rich()))
        .isEqualTo("4 change sets are pending, with 6 effects, 3 errors and 1 warning");
    assertThat(PreviewText.sentence(Previews.nothing(Previews.LIVE)))
        .isEqualTo(
            "Nothing is pending: all 7 change sets of this changelog are applied; no errors and no"
                + " warnings");
    ChangeSet one = Previews.changeSet("a.sql", 1, "one", "CREATE …");
    assertThat(PreviewText.sentence(Previews.of(Previews.plan(one), List.of(one), List.of())))
        .isEqualTo("1 change set is pending, with no effects, no errors and no warnings");
  }

  @Test
  void failsWithTheFirstErrorAndWhatToDo() {
    PreviewFailure failure = PreviewText.failure(Previews.rich());

    assertThat(failure.exitCode()).isEqualTo(ExitCode.PREVIEW);
    assertThat(failure)
        .hasMessage(
            "Could not approve schema/changelog.yaml: 3 errors, of which the first is SP101 at"
                + " schema/002.sql:5: The table Old is dropped with its rows. Fix each error that"
                + " report.md lists, or waive SP101 with the comment line \"spanner-pipe: allow"
                + " SP101 <reason>\" in its change set.");
  }

  @Test
  void failsWithTheFixOfTheOnlyError() {
    assertThat(PreviewText.failure(withErrors(LintRule.SP102)))
        .hasMessage(
            "Could not approve schema/changelog.yaml: SP102 at a.sql:3: The column is dropped."
                + " Keep the column, or waive SP102 with the comment line \"spanner-pipe: allow"
                + " SP102 <reason>\" in its change set.");
    assertThat(PreviewText.failure(withErrors(LintRule.SP001)))
        .hasMessage(
            "Could not approve schema/changelog.yaml: SP001 at a.sql:3: The column is dropped."
                + " Keep the column.");
  }

  @Test
  void namesOnlyRulesThatAWaiverSilences() {
    assertThat(
            PreviewText.failure(
                withErrors(LintRule.SP102, LintRule.SP001, LintRule.SP101, LintRule.SP102)))
        .hasMessage(
            "Could not approve schema/changelog.yaml: 4 errors, of which the first is SP102 at"
                + " a.sql:3: The column is dropped. Fix each error that report.md lists, or waive"
                + " SP101 and SP102 with comment lines such as \"spanner-pipe: allow SP102"
                + " <reason>\" in the change sets.");
    assertThat(PreviewText.failure(withErrors(LintRule.SP001, LintRule.SP603)))
        .hasMessage(
            "Could not approve schema/changelog.yaml: 2 errors, of which the first is SP001 at"
                + " a.sql:3: The column is dropped. Fix each error that report.md lists.");
  }

  private static Preview withErrors(LintRule... rules) {
    ChangeSet one = Previews.changeSet("a.sql", 1, "one", "CREATE …");
    return Previews.of(
        Previews.plan(one),
        List.of(one),
        List.of(rules).stream()
            .map(rule -> Previews.finding(rule, one, 3, "The column is dropped", "Keep the column"))
            .toList());
  }
}
