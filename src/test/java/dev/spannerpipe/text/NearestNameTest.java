package dev.spannerpipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> NAMES = List.of("allow", "deny", "requirePlan");

  @Test
  void findsTheNearest() {
    assertThat(NearestName.of("alow", NAMES, 1)).contains("allow");
    assertThat(NearestName.of("requirPlna", NAMES, 3)).contains("requirePlan");
  }

  @Test
  void findsNothingThatIsFartherThanAllowed() {
    assertThat(NearestName.of("requirPlna", NAMES, 2)).isEmpty();
    assertThat(NearestName.of("", List.of(), 9)).isEmpty();
  }

  @Test
  void overlooksDifferencesThatDoNotCount() {
    assertThat(NearestName.of("DENY", NAMES, 0, name -> name.toLowerCase(Locale.ROOT)))
        .contains("deny");
  }
}
