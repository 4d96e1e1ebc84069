package dev.spannerpipe.doctor.google;

import dev.spannerpipe.doctor.cel.Cel;
import dev.spannerpipe.doctor.cel.CelException;
import dev.spannerpipe.doctor.cel.CelParser;
import dev.spannerpipe.doctor.cel.CelValues;
import dev.spannerpipe.doctor.finding.Difference;
import dev.spannerpipe.doctor.finding.ShownValue;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonString;
import java.util.Optional;

/// The attribute condition of a workload identity provider: a CEL expression that is true for the
/// tokens that the provider accepts.
public record AttributeCondition(String text) {
  /// The part of the condition that is false, and what would make it true.
  ///
  /// @param claim the claim that the part refers to; an empty string if the claim cannot be
  ///   determined
  /// @param why a sentence that explains why the part is false
  /// @param fixed the whole condition after a small change that makes the part true; empty if no
  ///   small change does so
  public record Fault(String claim, String why, Optional<String> fixed) {}

  /// Returns the part that makes the condition false; empty if the condition is true. If Google
  /// cannot evaluate the condition for this token, returns that as the fault. Throws a
  /// [CelException] if only the pipe does not support the condition.
  public Optional<Fault> fault(CelValues values) {
    Cel expression = CelParser.parse(text);
    try {
      return values.flag(expression) ? Optional.empty() : Optional.of(fault(expression, values));
    } catch (CelException problem) {
      if (!problem.isUnderstood()) {
        throw problem;
      }
      return Optional.of(
          new Fault(
              problem.reason().replaceFirst(".*assertion\\.", ""),
              "the condition cannot be evaluated for this token: " + problem.reason(),
              Optional.empty()));
    }
  }

  private Fault fault(Cel expression, CelValues values) {
    if (expression instanceof Cel.Binary(_, _, String operator, Cel left, Cel right)) {
      if (operator.equals("&&")) {
        return fault(values.flag(left) ? right : left, values);
      }
      if (operator.equals("==") && right instanceof Cel.Literal literal) {
        return comparison(left, literal, values);
      }
      if (operator.equals("==") && left instanceof Cel.Literal literal) {
        return comparison(right, literal, values);
      }
      if (operator.equals("in") && right instanceof Cel.Items items) {
        return membership(left, items, values);
      }
    }
    return new Fault(
        claim(expression),
        "the condition is false at %s".formatted(part(expression)),
        Optional.empty());
  }

  private Fault comparison(Cel side, Cel.Literal literal, CelValues values) {
    Json actual = values.of(side);
    String why =
        "the condition requires %s, but the value is %s"
            .formatted(part(side) + " == " + part(literal), literal(actual));
    boolean texts = actual instanceof JsonString && literal.value() instanceof JsonString;
    String difference =
        texts
            ? ": "
                + Difference.between(
                    ((JsonString) literal.value()).value(), ((JsonString) actual).value())
            : "";
    return new Fault(
        claim(side),
        why + difference,
        Optional.of(replaced(literal.from(), literal.to(), literal(actual))));
  }

  private Fault membership(Cel side, Cel.Items items, CelValues values) {
    Json actual = values.of(side);
    int end = items.to() - 1;
    String separator = items.values().isEmpty() ? "" : ", ";
    return new Fault(
        claim(side),
        "the condition requires %s in %s, but the value is %s"
            .formatted(part(side), part(items), literal(actual)),
        Optional.of(replaced(end, end, separator + literal(actual))));
  }

  private String replaced(int from, int to, String by) {
    return text.substring(0, from) + by + text.substring(to);
  }

  private String part(Cel expression) {
    return ShownValue.line(text.substring(expression.from(), expression.to()));
  }

  private static String claim(Cel expression) {
    return switch (expression) {
      case Cel.Member member -> member.name();
      case Cel.Call call -> claim(call.target());
      case Cel.Not not -> claim(not.operand());
      case Cel.Binary binary -> claim(binary.left());
      default -> "";
    };
  }

  static String literal(Json value) {
    return value instanceof JsonString(String text)
        ? "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        : value.canonical();
  }
}
