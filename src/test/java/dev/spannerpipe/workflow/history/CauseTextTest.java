package dev.spannerpipe.workflow.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTextTest {
  /// Another tool takes a bare error name for JSON and fails.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "Lambda.Unknown|Lambda.Unknown",
        "3|3",
        "{not json|{not json",
        "Something went wrong.|Something went wrong",
        "{\"errorMessage\":\"no capacity\",\"errorType\":\"Capacity\",\"trace\":[]}|Capacity: no capacity",
        "{\"errorMessage\":\"{\\\"message\\\":\\\"no capacity\\\"}\"}|no capacity",
        "\"{\\\"Cause\\\":\\\"no capacity\\\"}\"|no capacity",
        "{\"Cause\":\"\",\"Error\":\"Capacity\"}|Capacity",
        "{\"code\":3}|{\"code\":3}",
        "{\"ExecutionArn\":\"arn\",\"Error\":\"E\",\"Cause\":\"{\\\"errorMessage\\\":\\\"m\\\"}\"}|E: m"
      })
  void takesTheWordsOutOfWhatIsWrappedAroundThem(String cause, String words) {
    assertThat(CauseText.of(cause, null)).isEqualTo(words);
  }

  @Test
  void doesNotRepeatTheError() {
    assertThat(CauseText.of("Capacity: none left", "Capacity")).isEqualTo("none left");
  }

  @Test
  void isShortAndOnOneLine() {
    assertThat(CauseText.of("one\n\ttwo " + "word ".repeat(500), null))
        .startsWith("one two word")
        .hasSizeLessThan(610)
        .doesNotContain("\n", "\t");
  }

  @Test
  void hidesWhatLooksLikeATaskToken() {
    assertThat(CauseText.of("token " + "AAAAKgAAAAIA".repeat(40) + " expired", null))
        .isEqualTo("token *** expired");
  }

  @Test
  void standsJsonThatIsNestedWithoutEnd() {
    assertThat(CauseText.of("[".repeat(100_000), null)).startsWith("[[[");
  }

  @Test
  void isEmptyWhereThereIsNone() {
    assertThat(CauseText.of(null, "Error")).isEmpty();
  }
}
