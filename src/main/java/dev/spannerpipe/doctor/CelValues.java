package dev.spannerpipe.doctor;

import dev.spannerpipe.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates expressions on the claims (`assertion`) and on what was mapped from them (`attribute`,
/// `google`).
record CelValues(Map<String, Json.Members> roots) {
  /// Returns the value. Throws a [CelException] where there is none.
  Json of(Cel expression) {
    return switch (expression) {
      case Cel.Literal literal -> literal.value();
      case Cel.Name name -> root(name);
      case Cel.Member member -> member(member);
      case Cel.Items items -> new Json.Items(items.values().stream().map(this::of).toList());
      case Cel.Call call -> call(call);
      case Cel.Has has ->
          new Json.Flag(object(has.member().of()).find(has.member().name()).isPresent());
      case Cel.Not not -> new Json.Flag(!flag(not.operand()));
      case Cel.Binary binary -> binary(binary);
      case Cel.Choice choice -> of(flag(choice.condition()) ? choice.yes() : choice.no());
    };
  }

  /// Returns whether it is true.
  boolean flag(Cel expression) {
    if (of(expression) instanceof Json.Flag(boolean value)) {
      return value;
    }
    throw CelException.noValue("a part of it is no truth value");
  }

  private Json root(Cel.Name name) {
    Json.Members root = roots.get(name.name());
    if (root == null) {
      throw CelException.unknown("the name " + name.name());
    }
    return root;
  }

  private Json.Members object(Cel expression) {
    if (of(expression) instanceof Json.Members members) {
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
    if (of(call.target()) instanceof Json.Text(String text)
        && of(call.argument()) instanceof Json.Text(String argument)) {
      return new Json.Flag(
          switch (call.name()) {
            case "startsWith" -> text.startsWith(argument);
            case "endsWith" -> text.endsWith(argument);
            default -> text.contains(argument);
          });
    }
    throw CelException.noValue(call.name() + " is for texts");
  }

  private Json binary(Cel.Binary binary) {
    return switch (binary.operator()) {
      case "&&" -> new Json.Flag(logic(binary, false));
      case "||" -> new Json.Flag(logic(binary, true));
      case "==" -> new Json.Flag(of(binary.left()).equals(of(binary.right())));
      case "!=" -> new Json.Flag(!of(binary.left()).equals(of(binary.right())));
      case "in" -> new Json.Flag(contains(of(binary.right()), of(binary.left())));
      default -> sum(of(binary.left()), of(binary.right()));
    };
  }

  /// One side that decides makes the other's error no error, in either order.
  private boolean logic(Cel.Binary binary, boolean decides) {
    List<CelException> errors = new ArrayList<>();
    for (Cel side : List.of(binary.left(), binary.right())) {
      try {
        if (flag(side) == decides) {
          return decides;
        }
      } catch (CelException error) {
        errors.add(error);
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
      case Json.Items items -> items.values().contains(value);
      case Json.Members members ->
          value instanceof Json.Text(String name) && members.find(name).isPresent();
      default -> throw CelException.noValue("in wants a list or the claims");
    };
  }

  private static Json sum(Json left, Json right) {
    if (left instanceof Json.Text(String first) && right instanceof Json.Text(String second)) {
      return new Json.Text(first + second);
    }
    throw CelException.noValue("+ is for texts");
  }
}
