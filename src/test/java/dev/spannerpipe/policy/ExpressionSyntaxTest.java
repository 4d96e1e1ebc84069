package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExpressionSyntaxTest {
  private static Stream<String> explosive() {
    return Stream.of(
        "a?".repeat(40) + "a".repeat(40),
        "a?".repeat(25),
        "[a-z]{0,99}".repeat(5),
        "[a-z]{0,99}".repeat(4),
        "(a|a)".repeat(25),
        "(a?)?".repeat(13),
        "a*b+c*d?",
        "a*b+c{1,99}d?d?");
  }

  @ParameterizedTest
  @MethodSource("explosive")
  void refusesWhatMayTakeForever(String expression) {
    assertThat(ExpressionSyntax.problem("~\"" + expression + "\""))
        .contains(
            "too many ways to match: * and + count 8, ? and | 1, and {2,8} as many bits as its choices need, here 3; together at most 24");
  }

  private static Stream<String> harmless() {
    return Stream.of(
        "a*b+c*",
        "a?".repeat(24),
        "[a-z]{0,99}".repeat(3) + "a?b?c?",
        "[a-z]{7}".repeat(30),
        "release/\\d{1,3}\\.\\d{1,3}(?:\\.\\d{1,3})?(?:-[a-z]+)?",
        "main|develop|release/\\d+|hotfix/[^/]+");
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void takesWhatIsSoonOver(String expression) {
    assertThat(ExpressionSyntax.problem("~\"" + expression + "\"")).isEmpty();
  }
}
