package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionSyntaxTest {
  private static final long SEED = 20_261_130;

  private static final List<String> EXPRESSIONS =
      List.of(
          "a",
          "b",
          "-",
          "_",
          ".",
          "/",
          ":",
          "]",
          "}",
          "&",
          "^",
          "[ab]",
          "[^a]",
          "[a-c]",
          "[]a]",
          "[^]a]",
          "[a-c-e]",
          "[-a]",
          "[a-]",
          "[^-a]",
          "[a^]",
          "[.]",
          "[$]",
          "[!--]",
          "[*-+]",
          "[\n]",
          "[é😀]",
          "[^😀]",
          "[é-ü]",
          "[a\ud83d]",
          "\\d",
          "\\D",
          "\\w",
          "\\W",
          "\\.",
          "\\-",
          "\\{",
          "\\_",
          "\\→",
          "\\😀",
          "\\ ",
          "(",
          "(?:",
          ")",
          "|",
          "*",
          "+",
          "?",
          "{2}",
          "{1,2}",
          "{0}",
          " ",
          "\n",
          "\u2028",
          "é",
          "😀",
          "\ud83d",
          "\0",
          "\\\n",
          "#",
          "ſ");
  private static final List<String> TEXTS =
      List.of(
          "a", "b", "c", "e", "-", "_", ".", "/", ":", "]", "}", "&", "^", "!", "*", "+", "$", "é",
          "ü", "😀", "\ud83d", "\ude00", "\n", "\r", "\u2028", "\u0085", "1", "٣", " ", "→", "{",
          "\0", "#", "s", "ſ");

  private static String marked(String expression) {
    return "~\"" + expression + "\"";
  }

  private static Stream<String> explosive() {
    return Stream.of(
        "(a+)+b",
        "(a|a)*b",
        "((a+))*b",
        "(a*)*b",
        "a*a*a*a*a*a*b",
        "a?".repeat(40) + "a".repeat(40) + "b",
        "[a-z]{0,99}".repeat(5) + "0",
        "(a|a)".repeat(40) + "b",
        "((a{1,9}){1,9}){1,9}b");
  }

  /// With a matcher that tries every way, most of these take longer than anybody waits.
  @ParameterizedTest
  @MethodSource("explosive")
  void anExpressionWithManyWaysToMatchIsDecidedAtOnce(String expression) {
    assertThat(ExpressionSyntax.problem(marked(expression))).isEmpty();

    boolean matched =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1),
            () -> TextPattern.of(marked(expression)).matches("a".repeat(512)));

    assertThat(matched).isFalse();
  }

  private static Stream<String> acceptedFromTheBeginning() {
    return Stream.of(
        "a*b+c*",
        "a?".repeat(24),
        "[a-z]{0,99}".repeat(3) + "a?b?c?",
        "[a-z]{7}".repeat(30),
        "(" + "a".repeat(250) + "){99}",
        "release/\\d{1,3}\\.\\d{1,3}(?:\\.\\d{1,3})?(?:-[a-z]+)?",
        "main|develop|release/\\d+|hotfix/[^/]+");
  }

  @ParameterizedTest
  @MethodSource("acceptedFromTheBeginning")
  void acceptsWhatWasAcceptedBeforeRe2(String expression) {
    assertThat(ExpressionSyntax.problem(marked(expression))).isEmpty();
  }

  /// RE2 writes counts out before it matches, so these would take all memory.
  @ParameterizedTest
  @ValueSource(
      strings = {"((a{99}){99}){99}", "(?:(?:ab){99}c){0,99}(?:[^/]{50}|d){99}x{99}(?:y{99}){99}"})
  void rejectsCountsThatMultiply(String expression) {
    assertThat(ExpressionSyntax.problem(marked(expression)))
        .contains(
            "too large: its counts multiply to more than 25000 characters; use smaller counts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a{99}){99}", "((a{9}){9}){9}", "(a{0}){99}"})
  void acceptsCountsWithinCounts(String expression) {
    assertThat(ExpressionSyntax.problem(marked(expression))).isEmpty();
  }

  /// What both accept has one meaning: RE2 took the place of Java's own expressions, and a policy
  /// must not decide otherwise than on the day it was written.
  @Test
  void decidesAsJavaDoes() {
    Random random = new Random(SEED);
    int compared = 0;
    int matched = 0;
    while (compared < 20_000) {
      String expression = word(random, EXPRESSIONS, 5);
      Optional<String> problem = ExpressionSyntax.problem(marked(expression));
      Optional<Pattern> java = java(expression);
      if (problem.isPresent()) {
        assertRejectedByBothOrKnown(expression, problem.get(), java);
        continue;
      }
      assertThat(java).as("what RE2 alone accepts: %s", expression).isPresent();
      String text = word(random, TEXTS, 3);
      boolean expected = java.orElseThrow().matcher(text).matches();
      assertThat(TextPattern.of(marked(expression)).matches(text))
          .as("%s on %s", expression, text)
          .isEqualTo(expected);
      compared++;
      matched += expected ? 1 : 0;
    }
    assertThat(matched).isGreaterThan(300);
  }

  /// Only one kind of expression is rejected by RE2 alone: one with a count of nothing.
  private static void assertRejectedByBothOrKnown(
      String expression, String problem, Optional<Pattern> java) {
    if (java.isPresent() && problem.contains("RE2")) {
      assertThat(problem)
          .as(expression)
          .isEqualTo(
              "not a regular expression: RE2 reports \"missing argument to repetition operator\"; write it in the syntax of RE2");
      assertThat(expression).containsPattern("(?:^|\\(|\\(\\?:|\\|)\\{\\d");
    }
  }

  private static String word(Random random, List<String> alphabet, int most) {
    return random
        .ints(1L + random.nextInt(most), 0, alphabet.size())
        .mapToObj(alphabet::get)
        .collect(Collectors.joining());
  }

  private static Optional<Pattern> java(String expression) {
    try {
      return Optional.of(Pattern.compile("\\A(?:" + expression + ")\\z", Pattern.DOTALL));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }
}
