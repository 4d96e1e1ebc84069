package dev.spannerpipe.report.review;

import static dev.spannerpipe.report.review.Contexts.CONTEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.SamplePlan;
import dev.spannerpipe.report.preview.HostilePreview;
import dev.spannerpipe.report.preview.LargePreviews;
import dev.spannerpipe.report.preview.Previews;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewCommentTest {
  private static final CommentText TEXT = new CommentText(text -> text);

  private static final Pattern ROWS_OMITTED = Pattern.compile("… and (\\d+) more change sets");
  private static final Pattern FINDINGS_OMITTED = Pattern.compile("… and (\\d+) more findings");

  private static String comment(Preview preview) {
    return ReviewWriter.of(preview, CONTEXT).comment();
  }

  private static long omitted(Pattern pattern, String comment) {
    return pattern
        .matcher(comment)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private static long lines(String start, String comment) {
    return comment.lines().filter(line -> line.startsWith(start)).count();
  }

  private static long rows(String comment) {
    return comment.lines().filter(line -> line.matches("\\| \\d+ \\|.*")).count();
  }

  @Test
  void showsEverythingThatAReviewerNeeds() {
    assertThat(comment(Previews.rich()))
        .isEqualTo(
            """
            ## Spanner preview of shop

            **Failed.** 4 change sets are pending, with 6 effects, 3 errors and 1 warning.

            Compared with the database projects/acme/instances/main/databases/shop, as of \
            2026-11-30T12&#58;00:00Z.

            4 change sets pending: 5 statements in 1 schema operation; 7 applied; plan %s.

            - The lease is held by run run-a.
            - Change set x stays pending: no table x.

            | # | Change set | Id | Author | What it does | Worst finding |
            |---|---|---|---|---|---|
            | 1 | `schema/001.sql:12` | create-orders | alice | adds the table Orders; adds the index \
            OrdersByDate | WARNING SP203 |
            | 2 | `schema/002.sql:3` | shorten-names | alice | drops the table Old; changes the type \
            of the column Name of Singers from STRING(20) to STRING(10); sets the option o of the \
            column Name of Singers to 1; 1 more effect | ERROR SP101 |
            | 3 | `schema/003.sql:1` | fill | alice | 1 statement changes data; the emulator was \
            restarted before it, so the rows of earlier change sets are missing | none |
            | 4 | `schema/004.sql:5` | late | alice | stays pending, because its precondition does \
            not hold: no table Late | none |

            Findings: 3 errors, 1 warning, 2 notes and 1 waived.

            - **ERROR SP101** `schema/002.sql:5`: The table Old is dropped with its rows. Keep it.
            - **ERROR SP001** `schema/002.sql:9`: NOT_FOUND: Index not found: Gone. Fix the \
            statement.
            - **ERROR SP601** `schema/000.sql:1`: The change set was edited after it was \
            applied. Restore its text.
            - **WARNING SP203** `schema/001.sql:18`: The index OrdersByDate is backfilled. \
            Create the index together with its table.
            - **INFO SP002** `schema/001.sql:20`: GRANT was not previewed.
            - **INFO SP604**: 2 change sets cannot be undone.
            - **WAIVED SP103** `schema/002.sql:4`: The column Name of Singers becomes narrower. \
            Waived: all names are short.

            Data loss: 1 data loss; apply will stop with exit code 4 unless ALLOW_DESTRUCTIVE is \
            true. A waiver does not change this.

            - schema/002.sql:5 drops the table Old (DROP_TABLE)

            Not previewed, or only in part: 2 statements of the change sets and 2 statements of \
            the baseline; the emulator does not support ON UPDATE and roles.

            [Build](https://bitbucket.org/acme/shop/pipelines/results/7)

            [comment]: # (spanner-pipe database-76ae1146f486b306)
            """
                .formatted(SamplePlan.DIGEST));
  }

  @Test
  void isShortWhenNothingIsPending() {
    assertThat(ReviewWriter.of(Previews.nothing(Previews.LIVE), Contexts.withoutFiles()).comment())
        .isEqualTo(
            """
            ## Spanner preview of shop

            **Passed.** Nothing is pending: all 7 change sets of this changelog are applied; no \
            errors and no warnings.

            Compared with the database projects/acme/instances/main/databases/shop, as of \
            2026-11-30T12&#58;00:00Z.

            Nothing is pending; 7 applied; plan %s.

            [comment]: # (spanner-pipe database-76ae1146f486b306)
            """
                .formatted(SamplePlan.DIGEST));
  }

  @Test
  void showsHostileNamesAsTheyAre() {
    String comment = comment(HostilePreview.preview());

    assertThat(comment)
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]")
        .doesNotContain("<", "[i]", " |g", "~~", "**g", "\n# m", "\n- n")
        .contains(
            "a\"b'c\\`d\uFFFDe\uFFFD\\[2Jf&lt;script&gt;alert(1)&lt;/script&gt;&#124;g\\*h\\*"
                + "\\[i\\](https&#58;//j)&#126;&#126;k&#126;&#126; \\_l\\_ \\#1 \\# m - n");
    assertThat(comment.lines().filter(line -> line.startsWith("| 1")))
        .singleElement()
        .satisfies(row -> assertThat(row.chars().filter(each -> each == '|')).hasSize(7));
  }

  @Test
  void mentionsNobodyAndShowsNoEmoji() {
    assertThat(TEXT.escaped("@{1-2} @ann ann@b.c", 100))
        .isEqualTo("@&#8203;\\{1-2} @&#8203;ann ann@&#8203;b.c");
    assertThat(TEXT.escaped("a.sql:100: b :white_check_mark: c::x::d e: f", 200))
        .isEqualTo("a.sql&#58;100: b &#58;white_check_mark: c:&#58;x::d e: f");
    assertThat(TEXT.escaped("    code", 100)).isEqualTo("code");
  }

  @Test
  void cutsBeforeItEscapes() {
    assertThat(TEXT.escaped("||||||", 36)).isEqualTo("&#124;".repeat(6));
    assertThat(TEXT.escaped("||||||", 35)).isEqualTo("&#124;".repeat(4) + "…");
    assertThat(TEXT.escaped("\uD83D\uDE00".repeat(9), 36)).isEqualTo("\uD83D\uDE00".repeat(9));
    assertThat(TEXT.escaped("\uD83D\uDE00".repeat(9), 35))
        .isEqualTo("\uD83D\uDE00".repeat(7) + "…");
  }

  @Test
  void countsEffectsWhenThereIsNoRoomToDescribeThem() {
    String few = comment(LargePreviews.ofEffects(100));
    String many = comment(LargePreviews.ofEffects(500));

    assertThat(few).contains("\n| 100 | `a.sql:99` | c99 | alice | adds the table T1 | none |\n");
    assertThat(many).contains("\n| 500 | `a.sql:499` | c499 | alice | 1 effect | none |\n");
    assertThat(rows(many)).isEqualTo(500);
    assertThat(many).doesNotContain("adds the table");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 500, 1_000, 5_000, 20_000})
  void omitsTheLeastSevereFindingsFirst(int findings) {
    String comment = comment(LargePreviews.withFindings(findings));
    long errors = lines("- **ERROR", comment);
    long warnings = lines("- **WARNING", comment);
    long notes = lines("- **INFO", comment);

    assertThat(comment.getBytes(UTF_8).length).isLessThanOrEqualTo(30_000);
    assertThat(errors + warnings + notes + omitted(FINDINGS_OMITTED, comment)).isEqualTo(findings);
    assertThat(rows(comment) + omitted(ROWS_OMITTED, comment)).isEqualTo(findings / 5);
    assertThat(warnings == 0 || errors == findings / 5).isTrue();
    assertThat(notes == 0 || warnings == findings / 5).isTrue();
    if (omitted(FINDINGS_OMITTED, comment) > 0) {
      assertThat(comment.length()).isGreaterThan(29_000);
    }
  }

  @Test
  void keepsTheChangeSetsWithTheWorstFindings() {
    ChangeSet[] changeSets =
        IntStream.range(0, 1_000)
            .mapToObj(index -> Previews.changeSet("a.sql", index, "c" + index, "CREATE …"))
            .toArray(ChangeSet[]::new);
    List<LintFinding> findings =
        List.of(Previews.finding(LintRule.SP101, changeSets[999], 5, "It is dropped", "Keep it"));
    String comment = comment(Previews.of(Previews.plan(changeSets), List.of(changeSets), findings));

    assertThat(comment)
        .contains("\n| 1 | `a.sql` | c0 | alice | has no effect | none |\n")
        .contains(
            "\n| 1000 | `a.sql:999` | c999 | alice | has no effect | ERROR SP101 |\n\n… and "
                + (1_000 - rows(comment))
                + " more change sets, see report.md in the artifacts of the build.\n\n");
  }

  @Test
  void countsNotesAndLossesBeyondTheFirst() {
    assertThat(comment(LargePreviews.ofTwenty()))
        .contains(
            """

            - Note 4.

            … and 17 more notes, see report.md in the artifacts of the build.
            """,
            """

            - a.sql:10 drops T (DROP_TABLE)

            … and 10 more data losses, see report.md in the artifacts of the build.
            """);
  }

  @Test
  void fitsHoweverLongAndHostileTheNamesAre() {
    String name = ("@|<&\uD83D\uDE00" + HostilePreview.HOSTILE).repeat(300);
    List<ChangeSet> changeSets = new ArrayList<>();
    List<LintFinding> findings = new ArrayList<>();
    for (int index = 0; index < 60; index++) {
      changeSets.add(Previews.changeSet(name, index, name + index, name));
      findings.add(Previews.finding(LintRule.SP101, changeSets.getLast(), index, name, name));
    }
    Preview preview =
        Previews.of(Previews.plan(changeSets.toArray(ChangeSet[]::new)), changeSets, findings);
    String comment = comment(preview);

    assertThat(comment.getBytes(UTF_8).length).isBetween(25_000, 30_000);
    assertThat(comment.lines().filter(line -> line.startsWith("| ")))
        .hasSizeGreaterThan(2)
        .allSatisfy(
            row -> assertThat(row.replace("\\|", "").chars().filter(c -> c == '|')).hasSize(7));
    // Each reference is whole.
    assertThat(comment).doesNotContainPattern("&(?!(?:#58|#124|#126|#8203|lt|gt|amp);)");
    assertThat(comment).doesNotContain("\uFFFD\uD83D").doesNotContainPattern("@(?!&#8203;)");
    assertThat(rows(comment) + omitted(ROWS_OMITTED, comment)).isEqualTo(60);
    assertThat(lines("- **ERROR", comment) + omitted(FINDINGS_OMITTED, comment)).isEqualTo(60);
  }
}
