package dev.spannerpipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
  @Test
  void keepsOneLineOneLine() {
    assertThat(SafeText.line("a\u001b[31mb\r\nc\td\u202e")).isEqualTo("a\uFFFD[31mb c d\uFFFD");
  }

  @Test
  void keepsTheLinesOfALongText() {
    assertThat(SafeText.lines("a\r\n\tb\u0007")).isEqualTo("a\n\tb\uFFFD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u00ad", "\u200b", "\u200f", "\u2028",
        "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800"
      })
  void printsNoCharacterThatHidesOrMoves(String character) {
    assertThat(SafeText.line("a" + character + "b")).isIn("a\uFFFDb", "a b");
    assertThat(SafeText.message("a" + character + "b")).isIn("a\uFFFDb", "a b");
  }

  @Test
  void printsWhatPeopleWrite() {
    assertThat(SafeText.line("Größe 数 \ud83d\ude00 …")).isEqualTo("Größe 数 \ud83d\ude00 …");
  }

  @Test
  void shortensWithoutCuttingACharacter() {
    assertThat(SafeText.shortened("abcd", 4)).isEqualTo("abcd");
    assertThat(SafeText.shortened("abcde", 4)).isEqualTo("abc…");
    assertThat(SafeText.shortened("ab\ud83d\ude00de", 4)).isEqualTo("ab\ud83d\ude00…");
  }

  @Test
  void showsNoTokenInAMessage() {
    String token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln";

    assertThat(SafeText.message(" bad " + token + " and ya29.a0AfH6 \n"))
        .isEqualTo("bad *** and ***");
    assertThat(SafeText.message("x".repeat(119))).hasSize(119);
    assertThat(SafeText.message("x y ".repeat(200))).hasSize(400).endsWith("…");
  }

  @Test
  void quotesInAscii() {
    assertThat(SafeText.quoted("a\"b\\c\u0430")).isEqualTo("\"a\\\"b\\\\c\\u0430\"");
    assertThat(SafeText.quoted("x".repeat(200))).endsWith("x…\" (200 characters)").hasSize(140);
  }

  @Test
  void keepsJsonJson() {
    assertThat(SafeText.json("{\"a\":\"\u009b\u202e\"}")).isEqualTo("{\"a\":\"\\u009b\\u202e\"}");
  }
}
