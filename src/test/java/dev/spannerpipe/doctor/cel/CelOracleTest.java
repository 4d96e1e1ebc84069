package dev.spannerpipe.doctor.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.testing.cloud.Expression;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Random expressions have the value that Google's own implementation gives them, or are said not
/// to be understood: what is wrong here must never look right.
class CelOracleTest {
  private static final Map<String, Map<String, Object>> VARIABLES =
      Map.of("assertion", Map.of("a", "x", "b", "xy", "n", 3L, "t", true, "l", List.of("x", "z")));
  private static final CelValues VALUES =
      new CelValues(
          Map.of(
              "assertion",
              Json.object()
                  .with("a", "x")
                  .with("b", "xy")
                  .with("n", 3)
                  .with("t", new JsonBoolean(true))
                  .with("l", Json.texts(List.of("x", "z")))));
  private static final List<String> LEAVES =
      List.of(
          "assertion.a",
          "assertion.b",
          "assertion.n",
          "assertion.t",
          "assertion.l",
          "assertion.missing",
          "assertion['a']",
          "assertion",
          "'x'",
          "\"xy\"",
          "'^x.?$'",
          "'(y|z)+'",
          "'(?=x)'",
          "'it\\'s'",
          "'\\x41'",
          "r'x'",
          "''",
          "3",
          "true",
          "false",
          "['x', 'q']",
          "[]",
          "has(assertion.a)",
          "has(assertion.missing)",
          "'a' in assertion");
  private static final List<String> SHAPES =
      List.of(
          "%s == %s",
          "%s != %s",
          "%s && %s",
          "%s || %s",
          "(%s) && !(%s)",
          "%s in %s",
          "%s + %s",
          "(%s) ? %s : assertion.a",
          "%s.startsWith(%s)",
          "%s.endsWith(%s)",
          "%s.contains(%s)",
          "%s.matches(%s)",
          "%s == (%s)",
          "%s > %s",
          "[%s, %s]");

  private static String expression(Random random, int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return LEAVES.get(random.nextInt(LEAVES.size()));
    }
    return SHAPES
        .get(random.nextInt(SHAPES.size()))
        .formatted(expression(random, depth - 1), expression(random, depth - 1));
  }

  /// Compares where Google's implementation takes it for an expression. Returns whether it does.
  private static boolean compared(String expression) {
    try {
      Object value = new Expression(expression).value(VARIABLES);
      assertThat(here(expression)).as(expression).isIn(value, "not understood");
      return true;
    } catch (Expression.NoValueException problem) {
      if (problem.isOfExpression()) {
        assertThat(here(expression)).as(expression).isIn("no value", "not understood");
      }
      return problem.isOfExpression();
    }
  }

  private static Object here(String expression) {
    try {
      return plain(VALUES.of(CelParser.parse(expression)));
    } catch (CelException problem) {
      return problem.isUnderstood() ? "no value" : "not understood";
    }
  }

  private static Object plain(Json value) {
    return switch (value) {
      case JsonString(String text) -> text;
      case JsonNumber(long number) -> number;
      case JsonBoolean(boolean flag) -> flag;
      case JsonArray(List<Json> items) -> items.stream().map(CelOracleTest::plain).toList();
      case JsonObject _ -> VARIABLES.get("assertion");
      case JsonNull _ -> "null";
    };
  }

  @RepeatedTest(20)
  void agreesWithGoogle(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int compared = 0;
    for (int i = 0; i < 200; i++) {
      compared += compared(expression(random, 3)) ? 1 : 0;
    }

    assertThat(compared).isGreaterThan(30);
  }
}
