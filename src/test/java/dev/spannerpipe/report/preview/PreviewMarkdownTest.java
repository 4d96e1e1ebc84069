package dev.spannerpipe.report.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.report.SamplePlan;
import org.junit.jupiter.api.Test;

class PreviewMarkdownTest {
  @Test
  void showsEverything() {
    assertThat(PreviewMarkdown.of(Previews.rich()))
        .isEqualTo(
            """
            # Preview of schema/changelog.yaml

            **4 change sets are pending, with 6 effects, 3 errors and 1 warning.**

            Compared with the database projects/acme/instances/main/databases/shop, as of \
            2026-11-30T12:00:00Z.

            4 change sets pending: 5 statements in 1 schema operation; 7 applied; plan %s.

            - The lease is held by run run-a.
            - Change set x stays pending: no table x.

            ## 1. schema/001.sql:12 create-orders (alice)

            - adds the table Orders
            - adds the index OrdersByDate

            Findings: 1 warning and 1 note.

            - **WARNING SP203** schema/001.sql:18: The index OrdersByDate is backfilled. Create \
            the index together with its table.
            - **INFO SP002** schema/001.sql:20: GRANT was not previewed.

            schema/001.sql:20: the emulator skips the statement (roles):

            ```sql
            GRANT SELECT ON TABLE Orders TO ROLE clerk
            ```

            schema/001.sql:24: the emulator executes the statement without ON UPDATE:

            ```sql
            ALTER TABLE Orders ADD COLUMN At TIMESTAMP ON UPDATE (CURRENT_TIMESTAMP())
            ```

            ## 2. schema/002.sql:3 shorten-names (alice)

            - drops the table Old
            - changes the type of the column Name of Singers from STRING(20) to STRING(10)
            - sets the option o of the column Name of Singers to 1
            - loses DEFAULT of the column Name of Singers, which was 'x' and which no statement \
            names

            Findings: 2 errors and 1 waived.

            - **ERROR SP101** schema/002.sql:5: The table Old is dropped with its rows. Keep it.
            - **ERROR SP001** schema/002.sql:9: NOT_FOUND: Index not found: Gone. Fix the statement.
            - **WAIVED SP103** schema/002.sql:4: The column Name of Singers becomes narrower. \
            Waived: all names are short.

            schema/002.sql:9: the emulator rejects the statement: Index not found: Gone

            ```sql
            DROP INDEX Gone
            ```

            ## 3. schema/003.sql:1 fill (alice)

            - 1 statement changes data
            - the emulator was restarted before it, so the rows of earlier change sets are missing

            ## 4. schema/004.sql:5 late (alice)

            - stays pending, because its precondition does not hold: no table Late

            ## The changelog as a whole

            Findings: 1 error and 1 note.

            - **ERROR SP601** schema/000.sql:1: The change set was edited after it was applied. \
            Restore its text.
            - **INFO SP604**: 2 change sets cannot be undone.

            ## Cost

            - 2 schema operations (5 without batching), at most 4 schema versions
            - 1 validation of Singers (size unknown)
            - 1 backfill of Orders (12.3 GiB)

            | Work | Object | Table | Size of the table | Change set |
            |---|---|---|---|---|
            | backfill | index OrdersByDate | Orders | 12.3 GiB | schema/001.sql::create-orders::alice |
            | validation | column Name of Singers | Singers | size unknown | \
            schema/002.sql::shorten-names::alice |

            ## Data loss

            - 1 data loss; apply will stop with exit code 4 unless ALLOW_DESTRUCTIVE is true. A \
            waiver does not change this
            - schema/002.sql:5 drops the table Old (DROP_TABLE)

            ## Not previewed

            Not previewed, or only in part: 2 statements of the change sets and 2 statements of \
            the baseline; the emulator does not support ON UPDATE and roles.

            Statement of the baseline, previewed only in part or not at all (roles):

            ```sql
            CREATE ROLE clerk
            ```

            Statement of the baseline, previewed only in part or not at all (ON UPDATE):

            ```sql
            CREATE TABLE A (
              B TIMESTAMP ON UPDATE (CURRENT_TIMESTAMP())
            )
            ```
            """
                .formatted(SamplePlan.DIGEST));
  }

  @Test
  void isShortWhenNothingIsPending() {
    assertThat(PreviewMarkdown.of(Previews.nothing(Previews.DESTINATION)))
        .isEqualTo(
            """
            # Preview of schema/changelog.yaml

            **Nothing is pending: the baseline has all 7 change sets of this changelog; no errors \
            and no warnings.**

            Compared with the changelog of the destination commit %s (neither Google credentials \
            nor SPANNER_ENDPOINT is set).

            Nothing is pending; 7 applied; plan %s.

            ## Cost

            - no schema operations
            - no existing rows are validated or backfilled

            ## Data loss

            - none that apply would have to allow
            """
                .formatted("0123456789".repeat(4), SamplePlan.DIGEST));
  }

  @Test
  void listsTheMostSevereOf1000FindingsAndCountsTheOthers() {
    String report = PreviewMarkdown.of(LargePreviews.withFindings(1_000));

    assertThat(report.lines().filter(line -> line.startsWith("- **ERROR SP101**"))).hasSize(200);
    assertThat(report.lines().filter(line -> line.startsWith("- **WARNING SP301**"))).hasSize(100);
    assertThat(report).doesNotContain("**INFO");
    assertThat(report)
        .contains(
            """

            ## 1. schema/000.sql:1 c0 (alice)

            - has no effect

            Findings: 1 error, 1 warning and 3 notes.

            - **ERROR SP101** schema/000.sql:5: The table is dropped. Keep it.
            - **WARNING SP301** schema/000.sql:4: The key grows. Use a UUID.

            … and 3 more findings, see preview.json.
            """,
            """

            ## 200. schema/199.sql:1 c199 (alice)

            - has no effect

            Findings: 1 error, 1 warning and 3 notes.

            - **ERROR SP101** schema/199.sql:5: The table is dropped. Keep it.

            … and 4 more findings, see preview.json.
            """);
  }

  @Test
  void showsHostileNamesAsTheyAre() {
    String report = PreviewMarkdown.of(HostilePreview.preview());

    assertThat(report).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
    // Code blocks show their text as it is.
    String prose = report.replaceAll("(?ms)^(`{3,})sql$.*?^\\1$", "");
    assertThat(prose)
        .doesNotContain("<", "[i]", " |g", "~~", "**g", "\n# m", "\n- n")
        .contains(
            "a\"b'c\\`d\uFFFDe\uFFFD\\[2Jf&lt;script&gt;alert(1)&lt;/script&gt;&#124;g\\*h\\*"
                + "\\[i\\](https&#58;//j)&#126;&#126;k&#126;&#126; \\_l\\_ \\#1 \\# m - n");
    assertThat(prose.lines().filter(line -> line.startsWith("| backfill")))
        .singleElement()
        .satisfies(row -> assertThat(row.chars().filter(each -> each == '|')).hasSize(6));
    assertThat(report).contains("\n````sql\n", "\n````\n");
  }

  @Test
  void escapesWhatMarkdownWouldRead() {
    assertThat(MarkdownText.escaped("1. a_b _c_ 2. d")).isEqualTo("1\\. a_b \\_c\\_ 2. d");
    assertThat(MarkdownText.escaped("- a - b + c")).isEqualTo("\\- a - b + c");
    assertThat(MarkdownText.escaped("@{x} \\ &amp;")).isEqualTo("@\\{x} \\\\ &amp;amp;");
    assertThat(MarkdownText.block("a\n``` b\r\nc\u202e\n"))
        .isEqualTo("````sql\na\n``` b\nc\uFFFD\n````\n");
  }
}
