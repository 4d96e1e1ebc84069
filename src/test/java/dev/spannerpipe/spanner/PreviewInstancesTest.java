package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which instances of an emulator a preview may delete.
class PreviewInstancesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T14:00:00Z");

  @Test
  void theNameHoldsTheTime() {
    RandomGenerator random = () -> -1L;

    assertThat(PreviewInstances.name(NOW, random)).isEqualTo("sp-preview-20261130140000-ffffffff");
  }

  @ParameterizedTest
  @CsvSource({
    "sp-preview-20261129135959-00000000, true",
    "sp-preview-20261129140000-00000000, false",
    "sp-preview-20261130140000-00000000, false",
    "sp-preview-20261201140000-00000000, false",
    "sp-preview-20269930140000-00000000, false",
    "sp-preview-20251129135959, false",
    "sp-preview-mine, false",
    "test, false"
  })
  void onlyThePreviewsOfADayAgoAreOld(String name, boolean old) {
    assertThat(PreviewInstances.isOld(name, NOW)).isEqualTo(old);
  }
}
