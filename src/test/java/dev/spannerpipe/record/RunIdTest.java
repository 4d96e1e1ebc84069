package dev.spannerpipe.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets the locale of the process")
class RunIdTest {
  private static final Instant START = Instant.parse("2026-11-22T05:31:16.999Z");

  @Test
  void isTheSecondAndRandomDigits() {
    RandomGenerator random = () -> 0x4f2a9c1d_00000000L;

    assertThat(RunId.create(START, random)).isEqualTo("20261122T053116Z-4f2a9c1d");
  }

  @Test
  void hasEightDigitsForSmallNumbersToo() {
    RandomGenerator random = () -> 0x0000000a_00000000L;

    assertThat(RunId.create(START, random)).isEqualTo("20261122T053116Z-0000000a");
  }

  @Test
  void isTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(RunId.create(START, () -> 0L)).isEqualTo("20261122T053116Z-00000000");
    } finally {
      Locale.setDefault(before);
    }
  }
}
