package dev.spannerpipe.identity;

import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.text.SafeText;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Checks the header of a token: the signature algorithm, the id of the issuer's key, and the type.
/// Rejects dangerous header parameters.
final class HeaderCheck {
  /// Header parameters that supply a key other than the issuer's, encode the content in another
  /// way, or change the meaning of the signature.
  private static final List<String> NOT_ALLOWED =
      List.of("jku", "x5u", "jwk", "x5c", "crit", "b64", "zip", "cty", "enc");

  private static final Pattern KEY_ID = Pattern.compile("[!-~]{1,256}");

  private HeaderCheck() {}

  static void check(JsonObject header, Set<String> algorithms) {
    checkAlgorithm(header, algorithms);
    checkKeyId(header);
    checkType(header);
    for (String name : NOT_ALLOWED) {
      if (header.values().containsKey(name)) {
        throw new TokenRejectedException(
            TokenRejectionReason.HEADER_NOT_ALLOWED, "header " + name, "present", "absent");
      }
    }
  }

  private static void checkAlgorithm(JsonObject header, Set<String> algorithms) {
    if (!(header.values().get("alg") instanceof JsonString(String algorithm)
        && algorithms.contains(algorithm))) {
      throw new TokenRejectedException(
          TokenRejectionReason.ALGORITHM_NOT_ALLOWED,
          "header alg",
          RawToken.shown(header, "alg"),
          SafeText.quoted(new TreeSet<>(algorithms)));
    }
  }

  private static void checkKeyId(JsonObject header) {
    String expected = "the id of one of the issuer's keys";
    if (!header.values().containsKey("kid")) {
      throw new TokenRejectedException(
          TokenRejectionReason.KEY_ID_MISSING, "header kid", "absent", expected);
    }
    if (!(header.values().get("kid") instanceof JsonString(String keyId)
        && KEY_ID.matcher(keyId).matches())) {
      throw new TokenRejectedException(
          TokenRejectionReason.KEY_ID_MALFORMED,
          "header kid",
          RawToken.shown(header, "kid"),
          expected);
    }
  }

  private static void checkType(JsonObject header) {
    if (header.values().containsKey("typ")
        && !new JsonString("JWT").equals(header.values().get("typ"))) {
      throw new TokenRejectedException(
          TokenRejectionReason.TYPE_NOT_ALLOWED,
          "header typ",
          RawToken.shown(header, "typ"),
          "\"JWT\" or none");
    }
  }
}
