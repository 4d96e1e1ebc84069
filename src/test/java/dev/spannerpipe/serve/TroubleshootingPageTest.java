package dev.spannerpipe.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.testing.Markdown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TroubleshootingPageTest {
  private static final TroubleshootingPage PAGE = TroubleshootingPage.bundled();

  private static List<JsonObject> advice(long exitCode, String lastLine) {
    return PAGE.advice(new RunEnded(exitCode, lastLine)).stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  @Test
  void findsTheRowOfEachMessageOfThePage() {
    List<String> messages =
        Markdown.page("src/docs/troubleshooting.md").codeCells().stream()
            .filter(cell -> cell.matches("`[^`]* [^`]*`"))
            .map(cell -> cell.substring(1, cell.length() - 1))
            .toList();

    assertThat(messages)
        .hasSizeGreaterThan(60)
        .allSatisfy(
            message ->
                assertThat(
                        advice(1, message.replace("…", "something")).stream()
                            .map(row -> row.text("message").orElse("")))
                    .contains(message));
  }

  @Test
  void putsTheMostSpecificRowFirst() {
    assertThat(
            advice(
                3,
                "Could not trust the OIDC token: its time is over (token_expired). Run the step again."))
        .containsExactly(
            Json.parseObject(
                """
                {"section":"Token and credentials","page":"src/docs/troubleshooting.md#token-and-credentials",
                 "message":"Could not trust the OIDC token: … (token_expired)",
                 "whatToDo":"The step waited too long before the pipe. A step has one token, and it cannot be renewed. Run the step again."}"""));
  }

  @ParameterizedTest
  @CsvSource({
    "1,Execution",
    "2,Variables and files",
    "3,Token and credentials",
    "4,Policy",
    "5,Execution",
    "6,Locks",
    "7,Workflow",
    "8,Stopped runs",
    "9,Preview",
    "143,Stopped runs"
  })
  void showsTheSectionOnTheExitCodeOfAMessageThatThePageDoesNotHave(long exitCode, String heading) {
    List<JsonObject> advice = advice(exitCode, "Something else.");

    assertThat(advice).hasSize(1);
    assertThat(advice.getFirst().text("section")).contains(heading);
    assertThat(advice.getFirst().text("text").orElseThrow())
        .isEqualTo(
            Markdown.page("src/docs/troubleshooting.md")
                .section(heading)
                .text()
                .replaceFirst("## .*\n", "")
                .strip());
  }
}
