package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPatternTest {
  private static final long SEED = 20_261_122;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "main;main;true",
        "main;Main;false",
        "main;main2;false",
        "a.c;abc;false",
        "release/*;release/1;true",
        "release/*;release/;true",
        "release/*;release/1/2;false",
        "release/*;a/release/1;false",
        "{a}:*;{a}:{b};true",
        "{a}:*;{a}:{b}:{c};false",
        "a**z;a/b:z;true",
        "~\"a|b\";a;true",
        "~\"a|b\";bc;false",
        "~\"repo:acme/app|x\";repo:acme/app-evil;false",
        "~\"[a-z]{2,3}\";abcd;false",
        "~\"release/\\d+\";release/12;true"
      })
  void matchesTheWholeText(String pattern, String text, boolean matches) {
    assertThat(TextPattern.of(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void noExpressionMatchesALongText() {
    TextPattern pattern = TextPattern.of("~\"a+\"");

    assertThat(pattern.matches("a".repeat(512))).isTrue();
    assertThat(pattern.matches("a".repeat(513))).isFalse();
  }

  @Test
  void aLineFeedAtTheEndIsPartOfTheText() {
    assertThat(TextPattern.of("~\"main\"").matches("main\n")).isFalse();
    assertThat(TextPattern.of("mai*").matches("main\n")).isTrue();
    assertThat(TextPattern.of("*n").matches("main\n")).isFalse();
  }

  @Test
  void globsAgreeWithANaiveOracle() {
    Random random = new Random(SEED);
    int matched = 0;
    for (int round = 0; round < 20_000; round++) {
      String glob = word(random, "ab:/*.$", 6);
      String text = word(random, "ab:/.$", 7);
      boolean expected = matches(glob, 0, text, 0);
      matched += expected ? 1 : 0;
      assertThat(TextPattern.of(glob).matches(text)).as("%s on %s", glob, text).isEqualTo(expected);
    }
    assertThat(matched).isGreaterThan(500);
  }

  private static String word(Random random, String alphabet, int most) {
    StringBuilder word = new StringBuilder();
    int length = random.nextInt(most + 1);
    for (int i = 0; i < length; i++) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }

  /// Tries everything, one character at a time.
  private static boolean matches(String glob, int at, String text, int from) {
    if (at == glob.length()) {
      return from == text.length();
    }
    if (glob.charAt(at) != '*') {
      return from < text.length()
          && glob.charAt(at) == text.charAt(from)
          && matches(glob, at + 1, text, from + 1);
    }
    boolean all = glob.startsWith("**", at);
    int next = at + (all ? 2 : 1);
    for (int end = from; end <= text.length(); end++) {
      if (matches(glob, next, text, end)) {
        return true;
      }
      if (end < text.length() && !all && ":/".indexOf(text.charAt(end)) >= 0) {
        return false;
      }
    }
    return false;
  }
}
