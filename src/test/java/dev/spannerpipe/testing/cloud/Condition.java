package dev.spannerpipe.testing.cloud;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of the Common Expression Language that conditions on tokens are written in: comparisons
/// of claims with texts, joined by `&&`. As there, a claim that is missing fails the whole.
final class Condition {
  private static final Pattern TERM =
      Pattern.compile(
          "assertion\\.(?<claim>\\w+)\\s*(?:==\\s*'(?<equal>[^']*)'|!=\\s*'(?<other>[^']*)'"
              + "|in\\s*\\[(?<list>[^]]*)]|\\.startsWith\\('(?<start>[^']*)'\\))");

  private final List<String> terms;

  private Condition(List<String> terms) {
    this.terms = terms;
  }

  static Condition parse(String text) {
    return new Condition(
        Arrays.stream(text.split("&&", -1))
            .map(String::strip)
            .filter(term -> !term.isEmpty())
            .toList());
  }

  boolean holds(JWTClaimsSet claims) {
    return terms.stream().allMatch(term -> holds(term, claims));
  }

  private static boolean holds(String term, JWTClaimsSet claims) {
    Matcher parts = TERM.matcher(term);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not understood here: " + term);
    }
    Object claim = claims.getClaim(parts.group("claim"));
    if (!(claim instanceof String value)) {
      return false;
    }
    if (parts.group("equal") != null) {
      return value.equals(parts.group("equal"));
    }
    if (parts.group("other") != null) {
      return !value.equals(parts.group("other"));
    }
    return parts.group("list") != null
        ? parts.group("list").contains("'" + value + "'")
        : value.startsWith(parts.group("start"));
  }
}
