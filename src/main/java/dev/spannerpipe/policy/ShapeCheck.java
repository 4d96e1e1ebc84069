package dev.spannerpipe.policy;

import dev.spannerpipe.text.SafeText;
import java.util.List;

/// Compares the policy file with its format, and reports each difference with its line.
final class ShapeCheck {
  private final Problems problems;

  ShapeCheck(Problems problems) {
    this.problems = problems;
  }

  void check(Value value, Shape shape, String where) {
    switch (shape) {
      case Shape.Text text -> text(value, text, where);
      case Shape.Choice choice -> choice(value, choice, where);
      case Shape.Flag _ -> flag(value, where);
      case Shape.Scalar _ -> scalar(value, where);
      case Shape.ListOf list -> list(value, list, where);
      case Shape.Keys keys -> keys(value, keys, where);
      case Shape.Named named -> named(value, named, where);
    }
  }

  private void text(Value value, Shape.Text shape, String where) {
    if (!(value instanceof Value.Scalar scalar) || scalar.type() == Value.Type.EMPTY) {
      wrong(value, shape.what(), where);
    } else if (shape.quoted() && scalar.type() != Value.Type.TEXT) {
      wrong(value, shape.what(), where, "; put it in quotes");
    } else if (!shape.takes(scalar.text())) {
      problems.add(
          value.line(), where, "\"%s\" is not %s".formatted(shown(scalar.text()), shape.what()));
    } else {
      printable(scalar, where);
    }
  }

  /// Reports invisible characters, because they can make a rule look as if it had another meaning.
  private void printable(Value.Scalar scalar, String where) {
    if (scalar.text().codePoints().anyMatch(ShapeCheck::invisible)) {
      problems.add(scalar.line(), where, "contains invisible characters");
    }
  }

  private static boolean invisible(int character) {
    return Character.getType(character) == Character.CONTROL
        || Character.getType(character) == Character.FORMAT
        || Character.getType(character) == Character.SURROGATE;
  }

  private void choice(Value value, Shape.Choice shape, String where) {
    if (!(value instanceof Value.Scalar scalar) || scalar.type() == Value.Type.EMPTY) {
      wrong(value, "one of " + String.join(", ", shape.words()), where);
    } else if (!shape.words().contains(scalar.text())) {
      String meant = Problems.meant(scalar.text(), shape.words());
      problems.add(
          value.line(),
          where,
          "\"%s\" is not known%s"
              .formatted(
                  shown(scalar.text()),
                  meant.isEmpty() ? "; it can be " + String.join(", ", shape.words()) : meant));
    }
  }

  private void flag(Value value, String where) {
    if (!(value instanceof Value.Scalar scalar)) {
      wrong(value, "true or false", where);
    } else if (!scalar.text().matches("true|false")) {
      problems.add(
          value.line(), where, "\"%s\" is not true or false".formatted(shown(scalar.text())));
    }
  }

  private void scalar(Value value, String where) {
    boolean right =
        value instanceof Value.Scalar scalar
            && switch (scalar.type()) {
              case TEXT, FLAG -> !scalar.text().isEmpty();
              case WHOLE -> scalar.text().matches("-?[0-9]{1,18}");
              case OTHER, EMPTY -> false;
            };
    if (right) {
      printable((Value.Scalar) value, where);
    } else {
      wrong(
          value,
          "a non-empty string, a boolean or an integer",
          where,
          "; put any other value in quotes");
    }
  }

  private void list(Value value, Shape.ListOf shape, String where) {
    if (!(value instanceof Value.Items(int line, List<Value> items))) {
      if (shape.single()) {
        check(value, shape.item(), where);
      } else {
        wrong(value, "a list", where);
      }
    } else if (items.size() < shape.minimum()) {
      problems.add(line, where, "is an empty list");
    } else {
      for (int index = 0; index < items.size(); index++) {
        check(items.get(index), shape.item(), "%s[%d]".formatted(where, index));
      }
    }
  }

  private void keys(Value value, Shape.Keys shape, String where) {
    if (!(value instanceof Value.Mapping mapping)) {
      wrong(value, "a mapping with the keys " + String.join(", ", shape.names()), where);
      return;
    }
    for (Value.Member member : mapping.members()) {
      shape.keys().stream()
          .filter(key -> key.name().equals(member.key()))
          .findFirst()
          .ifPresentOrElse(
              key -> check(member.value(), key.shape(), join(where, member.key())),
              () -> unknown(member, shape, where));
    }
    for (Shape.Key key : shape.keys()) {
      if (key.required() && mapping.find(key.name()).isEmpty()) {
        problems.add(value.line(), where, "has no " + key.name());
      }
    }
  }

  private void unknown(Value.Member member, Shape.Keys shape, String where) {
    String meant = Problems.meant(member.key(), shape.names());
    problems.add(
        member.line(),
        where,
        "unknown key %s%s"
            .formatted(
                shown(member.key()),
                meant.isEmpty()
                    ? "; the allowed keys are " + String.join(", ", shape.names())
                    : meant));
  }

  private void named(Value value, Shape.Named shape, String where) {
    if (!(value instanceof Value.Mapping mapping) || mapping.members().isEmpty()) {
      wrong(value, "a mapping with at least one key", where);
      return;
    }
    mapping
        .members()
        .forEach(member -> check(member.value(), shape.each(), join(where, member.key())));
  }

  private void wrong(Value value, String wanted, String where) {
    wrong(value, wanted, where, "");
  }

  private void wrong(Value value, String wanted, String where, String advice) {
    String braces =
        value instanceof Value.Mapping && !wanted.startsWith("a mapping")
            ? " (a string that begins with a brace needs quotes)"
            : "";
    problems.add(
        value.line(),
        where,
        "must be %s, but is %s%s%s".formatted(wanted, value.kind(), braces, advice));
  }

  private static String join(String where, String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  private static String shown(String text) {
    return SafeText.line(text, 80);
  }
}
