package dev.spannerpipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnglishTest {
  @Test
  void countsInEnglish() {
    assertThat(English.count(0, "query")).isEqualTo("0 queries");
    assertThat(English.count(2, "data loss")).isEqualTo("2 data losses");
    assertThat(English.count(2, "statement")).isEqualTo("2 statements");
    assertThat(English.count(1, "query")).isEqualTo("1 query");
    assertThat(English.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
    assertThat(English.list(List.of("a", "b"), "or")).isEqualTo("a or b");
    assertThat(English.list(List.of("a"))).isEqualTo("a");
    assertThat(English.list(List.of())).isEmpty();
    assertThat(SafeText.line("a\r\nb\tc\u202ed\u009be")).isEqualTo("a b c\uFFFDd\uFFFDe");
  }
}
