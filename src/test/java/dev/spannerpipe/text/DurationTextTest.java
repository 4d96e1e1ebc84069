package dev.spannerpipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "0s, PT0S, 0s",
    "90s, PT1M30S, 1m30s",
    "10m, PT10M, 10m",
    "1h30m, PT1H30M, 1h30m",
    "2d, PT48H, 2d",
    "1d2h3m4s, PT26H3M4S, 1d2h3m4s",
    "999999d, PT23999976H, 999999d"
  })
  void readsAndWritesOneGrammar(String text, Duration duration, String written) {
    assertThat(DurationText.parse(text)).contains(duration);
    assertThat(DurationText.of(duration)).isEqualTo(written);
    assertThat(text.matches(DurationText.POSITIVE_PATTERN)).isEqualTo(!duration.isZero());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "90", "s", "1.5h", "-1s", "1h 30m", "30m1h", "1H", "1000000s", "1w"})
  void rejectsEverythingElse(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
    assertThat(text.matches(DurationText.POSITIVE_PATTERN)).isFalse();
  }
}
