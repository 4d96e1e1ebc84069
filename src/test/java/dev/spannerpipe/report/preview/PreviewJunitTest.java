package dev.spannerpipe.report.preview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.record.OutputDirectory;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class PreviewJunitTest {
  @TempDir private Path home;

  @Test
  void hasACaseForEachChangeSetAndForEachErrorOfAnother() {
    Path file =
        PreviewJunit.write(
            OutputDirectory.open(home, new CloneDirectory(home)), "shop", Previews.rich());

    assertThat(file)
        .hasFileName("spanner-pipe-shop.xml")
        .hasContent(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="spanner-pipe shop" tests="5" failures="2" errors="0" skipped="1">
              <testcase classname="schema/001.sql" name="create-orders (alice)"/>
              <testcase classname="schema/002.sql" name="shorten-names (alice)">
                <failure message="SP101: The table Old is dropped with its rows. Keep it.">ERROR \
            SP101 schema/002.sql:5: The table Old is dropped with its rows. Keep it.&#10;ERROR \
            SP001 schema/002.sql:9: NOT_FOUND: Index not found: Gone. Fix the statement.&#10;WAIVED \
            SP103 schema/002.sql:4: The column Name of Singers becomes narrower. Waived: all names \
            are short.</failure>
              </testcase>
              <testcase classname="schema/003.sql" name="fill (alice)"/>
              <testcase classname="schema/004.sql" name="late (alice)">
                <skipped message="stays pending, because its precondition does not hold: no table \
            Late"/>
              </testcase>
              <testcase classname="schema/000.sql" name="old (bob)">
                <failure message="SP601: The change set was edited after it was applied. Restore \
            its text.">ERROR SP601 schema/000.sql:1: The change set was edited after it was \
            applied. Restore its text.</failure>
              </testcase>
            </testsuite>
            """);
  }

  @Test
  void hasOneCaseForAllErrorsOfTheChangelog() {
    ChangeSet one = Previews.changeSet("a.sql", 1, "one", "CREATE …");

    assertThat(
            PreviewJunit.xml(
                "shop",
                Previews.of(
                    Previews.plan(one),
                    List.of(one),
                    List.of(
                        LintFinding.ofPlan(LintRule.SP604, "1 change set cannot be undone", ""),
                        LintFinding.ofPlan(LintRule.SP610, "It has a cycle", "Remove the cycle"),
                        LintFinding.ofPlan(LintRule.SP610, "It has no name", "Name it")))))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="spanner-pipe shop" tests="2" failures="1" errors="0" skipped="0">
              <testcase classname="a.sql" name="one (alice)"/>
              <testcase classname="spanner-pipe" name="preview">
                <failure message="SP610: It has a cycle. Remove the cycle.">ERROR SP610: It has a \
            cycle. Remove the cycle.&#10;ERROR SP610: It has no name. Name it.&#10;INFO SP604: 1 \
            change set cannot be undone.</failure>
              </testcase>
            </testsuite>
            """);
  }

  @Test
  void hasNoCaseWhenNothingIsPending() {
    assertThat(PreviewJunit.xml("shop", Previews.nothing(Previews.LIVE)))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="spanner-pipe shop" tests="0" failures="0" errors="0" skipped="0">
            </testsuite>
            """);
  }

  @Test
  void hasACaseForEachChangeSetOf1000Findings() {
    assertThat(PreviewJunit.xml("shop", LargePreviews.withFindings(1_000)))
        .contains("tests=\"200\" failures=\"200\"");
  }

  @Test
  void isValidXmlForHostileNames() throws Exception {
    String xml = PreviewJunit.xml("shop", HostilePreview.preview());

    Element failure =
        (Element)
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)))
                .getElementsByTagName("failure")
                .item(0);
    assertThat(failure.getAttribute("message"))
        .startsWith("SP101: a\"b'c`d\uFFFDe\uFFFD[2Jf<script>alert(1)</script>|g*h*[i]");
    assertThat(xml).doesNotContain("<script>").doesNotContainPattern("[\\p{Cf}\u001b]");
  }
}
