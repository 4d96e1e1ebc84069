package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @ParameterizedTest
  @CsvSource({
    "2026-01-09T21:59:59Z,false",
    "2026-01-09T22:00:00Z,true",
    "2026-01-10T05:59:59Z,true",
    "2026-01-10T06:00:00Z,false",
    "2026-01-10T22:00:00Z,false",
    "2026-01-09T05:00:00Z,false"
  })
  void aNightBelongsToTheDayOnWhichItBegins(Instant moment, boolean within) {
    Window friday = new Window.Daily(Set.of(DayOfWeek.FRIDAY), 22 * 60, 6 * 60, UTC, "");

    assertThat(friday.contains(moment)).isEqualTo(within);
  }

  @Test
  void aWindowWithDatesHoldsItsBeginningAndNotItsEnd() {
    Window window =
        new Window.Once(
            LocalDateTime.parse("2026-12-24T00:00"),
            LocalDateTime.parse("2027-01-02T00:00"),
            UTC,
            "");

    assertThat(window.contains(Instant.parse("2026-12-24T00:00:00Z"))).isTrue();
    assertThat(window.contains(Instant.parse("2027-01-01T23:59:59Z"))).isTrue();
    assertThat(window.contains(Instant.parse("2027-01-02T00:00:00Z"))).isFalse();
    assertThat(window.contains(Instant.parse("2026-12-23T23:59:59Z"))).isFalse();
  }
}
