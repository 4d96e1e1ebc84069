package dev.spannerpipe.doctor.aws;

import dev.spannerpipe.doctor.finding.Difference;
import dev.spannerpipe.doctor.finding.ShownValue;
import java.util.List;
import java.util.Optional;

/// One part of a statement's `Condition`: an operator, a condition key and the required values.
record IamCondition(String operator, String key, List<String> wanted) {
  private static final String FOR_ALL = "ForAllValues:";
  private static final String FOR_ANY = "ForAnyValue:";

  /// Returns the operator without its prefix and its suffix. For example, returns `StringLike` for
  /// `ForAnyValue:StringLikeIfExists`.
  private String bare() {
    return operator.replaceFirst("^For(?:All|Any)Values?:", "").replaceFirst("IfExists$", "");
  }

  boolean isForAll() {
    return operator.startsWith(FOR_ALL);
  }

  /// Returns whether the condition is true. Returns empty if this class cannot evaluate it.
  Optional<Boolean> holds(IamContext context) {
    if (context.isUnknown(key) || !isUnderstood()) {
      return Optional.empty();
    }
    List<String> actual = context.find(key).orElse(List.of());
    if (actual.isEmpty()) {
      return Optional.of(isForAll() || operator.endsWith("IfExists") || isNegated());
    }
    boolean each = isForAll() || (isNegated() && !operator.startsWith(FOR_ANY));
    return Optional.of(
        each ? actual.stream().allMatch(this::accepts) : actual.stream().anyMatch(this::accepts));
  }

  private boolean isUnderstood() {
    if (wanted.stream().anyMatch(value -> value.contains("${"))) {
      return false;
    }
    return switch (bare()) {
      case "StringEquals",
          "StringLike",
          "StringEqualsIgnoreCase",
          "StringNotEquals",
          "StringNotLike" ->
          true;
      default -> false;
    };
  }

  private boolean isNegated() {
    return bare().startsWith("StringNot");
  }

  private boolean accepts(String actual) {
    return wanted.stream().anyMatch(value -> accepts(value, actual)) != isNegated();
  }

  private boolean accepts(String value, String actual) {
    return switch (bare()) {
      case "StringLike", "StringNotLike" -> Glob.matches(value, actual);
      case "StringEqualsIgnoreCase" -> value.equalsIgnoreCase(actual);
      default -> value.equals(actual);
    };
  }

  /// Returns the claim to which the condition key refers: its part after the last colon.
  String claim() {
    return key.substring(key.lastIndexOf(':') + 1);
  }

  /// Returns the operator and the required values, for messages.
  String shown() {
    return "%s %s"
        .formatted(operator, String.join(" or ", wanted.stream().map(ShownValue::quoted).toList()));
  }

  /// Returns a clause for messages that explains why the condition is not true.
  String mismatch(IamContext context) {
    Optional<List<String>> actual = context.find(key);
    if (actual.isEmpty()) {
      return "the condition requires %s, but the token's issuer is %s, so this key is never present"
          .formatted(key, context.provider());
    }
    String found = actual.get().isEmpty() ? "" : actual.get().getFirst();
    String values =
        key.equalsIgnoreCase(IamContext.SESSION_NAME)
            ? "%s requires %s, but the session is named %s"
                .formatted(key, shown(), ShownValue.quoted(found))
            : "%s requires %s, but the token has %s"
                .formatted(claim(), shown(), ShownValue.quoted(found));
    if (bare().equals("StringEquals") && wanted.stream().anyMatch(value -> value.contains("*"))) {
      return values + ": StringEquals compares * literally, StringLike expands it";
    }
    return wanted.size() == 1 && !isNegated()
        ? values + ": " + Difference.between(wanted.getFirst(), found)
        : values;
  }
}
