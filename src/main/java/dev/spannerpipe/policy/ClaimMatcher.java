package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.text.SafeText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A condition on one claim: the claim must match one of these values.
record ClaimMatcher(String claim, List<Expected> anyOf) {
  /// One accepted value.
  sealed interface Expected {
    /// A string that matches the pattern.
    record Text(TextPattern pattern) implements Expected {}

    /// This exact boolean or number.
    record Exactly(Json value) implements Expected {}
  }

  /// Returns why the claims do not match: `branchName is "x", not "main"`. Returns empty if the
  /// claims match.
  ///
  /// @param denies whether the condition belongs to a deny rule. A deny rule also matches a string
  ///   that is too long to compare, and a list with at least one matching value. An allow rule
  ///   matches no list, because anyone who gets one value into the list would get everything that
  ///   the rule allows. The exception is `aud`, which may always be a list
  Optional<String> mismatch(Claims claims, boolean denies) {
    List<Json> values = values(claims);
    if (!denies && isList(claims)) {
      return Optional.of("%s is a list, which no allow rule accepts".formatted(claim));
    }
    if (values.stream()
        .anyMatch(value -> anyOf.stream().anyMatch(each -> accepts(each, value, denies)))) {
      return Optional.empty();
    }
    String found =
        values.isEmpty()
            ? "is missing"
            : "is " + values.stream().map(ClaimMatcher::shown).collect(Collectors.joining(", "));
    return Optional.of("%s %s, not %s".formatted(claim, found, demand()));
  }

  /// Returns the expected values: `"main" or "release/*"`.
  String demand() {
    return anyOf.stream().map(ClaimMatcher::written).collect(Collectors.joining(" or "));
  }

  private boolean isList(Claims claims) {
    return !claim.equals("aud")
        && claims.all().find(claim).filter(JsonArray.class::isInstance).isPresent();
  }

  private List<Json> values(Claims claims) {
    if (claim.equals("aud")) {
      return claims.audience().stream().<Json>map(JsonString::new).toList();
    }
    return switch (claims.all().find(claim).orElse(new JsonNull())) {
      case JsonArray(List<Json> items) -> items;
      case JsonNull _ -> List.of();
      case Json value -> List.of(value);
    };
  }

  private static boolean accepts(Expected expected, Json value, boolean tooLong) {
    return switch (expected) {
      case Expected.Text(TextPattern pattern) ->
          value instanceof JsonString(String text)
              && (pattern.matches(text) || (tooLong && pattern.isTooLong(text)));
      case Expected.Exactly(Json wanted) -> wanted.equals(value);
    };
  }

  private static String written(Expected expected) {
    return switch (expected) {
      case Expected.Text(TextPattern.Expression pattern) -> pattern.written();
      case Expected.Text(TextPattern pattern) -> "\"" + pattern.written() + "\"";
      case Expected.Exactly(Json wanted) -> wanted.canonical();
    };
  }

  private static String shown(Json value) {
    return SafeText.line(value.canonical(), 120);
  }
}
