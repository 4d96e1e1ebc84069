package dev.spannerpipe.doctor.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates expressions of Google's Common Expression Language. An expression can read the claims
/// of the token (`assertion`) and the values that the provider's attribute mapping derives from the
/// claims (`attribute`, `google`).
///
/// @param roots the values that an expression can read; the key is `assertion`, `attribute` or
///   `google`
public record CelValues(Map<String, JsonObject> roots) {
  /// Returns the value of an expression. Throws a [CelException] if it has none.
  public Json of(Cel expression) {
    return switch (expression) {
      case Cel.Literal literal -> literal.value();
      case Cel.Name name -> root(name);
      case Cel.Member member -> member(member);
      case Cel.Items items -> new JsonArray(items.values().stream().map(this::of).toList());
      case Cel.Call call -> call(call);
      case Cel.Has has ->
          new JsonBoolean(object(has.member().of()).find(has.member().name()).isPresent());
      case Cel.Not not -> new JsonBoolean(!flag(not.operand()));
      case Cel.Binary binary -> binary(binary);
      case Cel.Choice choice -> of(flag(choice.condition()) ? choice.yes() : choice.no());
    };
  }

  /// Returns the value of an expression that must be a boolean.
  public boolean flag(Cel expression) {
    return flag(of(expression));
  }

  private static boolean flag(Json value) {
    if (value instanceof JsonBoolean(boolean flag)) {
      return flag;
    }
    throw CelException.noValue("a part of it is not a boolean");
  }

  private Json root(Cel.Name name) {
    JsonObject root = roots.get(name.name());
    if (root == null) {
      throw CelException.unknown("the name " + name.name());
    }
    return root;
  }

  private JsonObject object(Cel expression) {
    if (of(expression) instanceof JsonObject members) {
      return members;
    }
    throw CelException.noValue("a part of it has no members");
  }

  private Json member(Cel.Member member) {
    return object(member.of())
        .find(member.name())
        .orElseThrow(() -> CelException.noValue("there is no " + path(member)));
  }

  static String path(Cel expression) {
    return switch (expression) {
      case Cel.Name name -> name.name();
      case Cel.Member member -> path(member.of()) + "." + member.name();
      default -> "…";
    };
  }

  private Json call(Cel.Call call) {
    if (of(call.target()) instanceof JsonString(String text)
        && of(call.argument()) instanceof JsonString(String argument)) {
      return new JsonBoolean(
          switch (call.name()) {
            case "startsWith" -> text.startsWith(argument);
            case "endsWith" -> text.endsWith(argument);
            case "matches" -> expression(argument).matcher(text).find();
            default -> text.contains(argument);
          });
    }
    throw CelException.noValue(call.name() + " requires strings");
  }

  /// Compiles a regular expression with RE2, as Google does.
  private static Pattern expression(String argument) {
    try {
      return Pattern.compile(argument);
    } catch (PatternSyntaxException problem) {
      throw CelException.noValue(
          "matches requires a regular expression of RE2: " + problem.getDescription());
    }
  }

  private Json binary(Cel.Binary binary) {
    return switch (binary.operator()) {
      case "&&" -> new JsonBoolean(logic(binary, false));
      case "||" -> new JsonBoolean(logic(binary, true));
      case "==" -> new JsonBoolean(of(binary.left()).equals(of(binary.right())));
      case "!=" -> new JsonBoolean(!of(binary.left()).equals(of(binary.right())));
      case "in" -> new JsonBoolean(contains(of(binary.right()), of(binary.left())));
      default -> sum(of(binary.left()), of(binary.right()));
    };
  }

  /// Evaluates `&&` or `||`. If one side decides the result, an error in the other side is ignored,
  /// even if the left side has the error. But a left side whose value is not a boolean is always an
  /// error.
  ///
  /// @param decides the value that decides the result: false for `&&`, true for `||`
  private boolean logic(Cel.Binary binary, boolean decides) {
    List<CelException> errors = new ArrayList<>();
    for (Cel side : List.of(binary.left(), binary.right())) {
      Json value;
      try {
        value = of(side);
      } catch (CelException error) {
        errors.add(error);
        continue;
      }
      if (flag(value) == decides) {
        return decides;
      }
    }
    Optional<CelException> error = errors.stream().findFirst();
    if (error.isPresent()) {
      throw error.get();
    }
    return !decides;
  }

  private static boolean contains(Json container, Json value) {
    return switch (container) {
      case JsonArray items -> items.values().contains(value);
      case JsonObject members ->
          value instanceof JsonString(String name) && members.find(name).isPresent();
      default -> throw CelException.noValue("in requires a list or the claims");
    };
  }

  private static Json sum(Json left, Json right) {
    if (left instanceof JsonString(String first) && right instanceof JsonString(String second)) {
      return new JsonString(first + second);
    }
    throw CelException.unknown("a + between values that are not strings");
  }
}
