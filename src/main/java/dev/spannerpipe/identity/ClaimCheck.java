package dev.spannerpipe.identity;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Checks the claims that every token must have: issuer, subject, audience and times.
final class ClaimCheck {
  /// How far the clocks of the pipe and of the issuer may differ.
  private static final Duration SKEW = Duration.ofSeconds(30);

  private static final int MOST_AUDIENCES = 10;
  private static final int LONGEST_SUBJECT = 255;

  /// The last second of the year 9999 in UTC, in seconds since 1970. A later time would have a year
  /// with more than four digits.
  private static final long LAST_SECOND = 253_402_300_799L;

  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

  private final JsonObject payload;

  ClaimCheck(JsonObject payload) {
    this.payload = payload;
  }

  /// Rejects a token of another issuer than the trusted one. The issuer is checked before the
  /// signature, because the trusted issuer determines the keys for checking the signature.
  void checkIssuer(String issuer) {
    String actual = text("iss");
    if (!actual.equals(issuer)) {
      throw new TokenRejectedException(
          TokenRejectionReason.ISSUER_MISMATCH,
          "claim iss",
          SafeText.quoted(actual),
          SafeText.quoted(issuer) + difference(actual, issuer));
    }
  }

  /// Returns the claims. Rejects a token if a standard claim is missing or has the wrong type.
  Claims claims() {
    String subject = text("sub");
    if (subject.isEmpty() || subject.length() > LONGEST_SUBJECT) {
      throw wrongType("sub", "a string of 1 to " + LONGEST_SUBJECT + " characters");
    }
    Instant issuedAt = time("iat");
    Instant expiresAt = time("exp");
    return new Claims(text("iss"), subject, audience(), issuedAt, expiresAt, payload);
  }

  private List<String> audience() {
    return switch (payload.values().get("aud")) {
      case null -> throw missing("aud");
      case JsonString(String only) -> List.of(only);
      case JsonArray(List<Json> items)
          when !items.isEmpty()
              && items.size() <= MOST_AUDIENCES
              && items.stream().allMatch(JsonString.class::isInstance) ->
          texts(items);
      default -> throw wrongType("aud", "a string or 1 to " + MOST_AUDIENCES + " strings");
    };
  }

  private static List<String> texts(List<Json> items) {
    List<String> texts = new ArrayList<>();
    for (Json item : items) {
      if (item instanceof JsonString(String text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  private String text(String name) {
    return switch (payload.values().get(name)) {
      case null -> throw missing(name);
      case JsonString(String text) -> text;
      default -> throw wrongType(name, "a string");
    };
  }

  private Instant time(String name) {
    return switch (payload.values().get(name)) {
      case null -> throw missing(name);
      case JsonNumber(long seconds) when seconds >= 0 && seconds <= LAST_SECOND ->
          Instant.ofEpochSecond(seconds);
      default -> throw wrongType(name, "a time in seconds since 1970");
    };
  }

  private static TokenRejectedException missing(String name) {
    return new TokenRejectedException(
        TokenRejectionReason.CLAIM_MISSING, "claim " + name, "absent", "a value");
  }

  private TokenRejectedException wrongType(String name, String expected) {
    return new TokenRejectedException(
        TokenRejectionReason.CLAIM_TYPE, "claim " + name, RawToken.shown(payload, name), expected);
  }

  /// Rejects a token that is not valid now, or whose lifetime is too long.
  void checkTimes(Claims claims, Instant now) {
    Duration life = Duration.between(claims.issuedAt(), claims.expiresAt());
    if (!life.isPositive() || life.compareTo(TrustedIssuer.LONGEST_LIFE) > 0) {
      throw new TokenRejectedException(
          TokenRejectionReason.LIFETIME_NOT_ALLOWED,
          "its lifetime from iat to exp",
          life.toSeconds() + " s",
          "1 to " + TrustedIssuer.LONGEST_LIFE.toSeconds());
    }
    if (claims.issuedAt().isAfter(now.plus(SKEW))) {
      throw wrongTime(
          TokenRejectionReason.ISSUED_IN_FUTURE,
          "iat",
          claims.issuedAt(),
          "not after " + now.plus(SKEW));
    }
    if (!claims.expiresAt().isAfter(now.plus(SKEW))) {
      throw wrongTime(
          TokenRejectionReason.TOKEN_EXPIRED,
          "exp",
          claims.expiresAt(),
          "later than " + now.plus(SKEW));
    }
    if (payload.values().containsKey("nbf") && time("nbf").isAfter(now.plus(SKEW))) {
      throw wrongTime(
          TokenRejectionReason.TOKEN_NOT_YET_VALID,
          "nbf",
          time("nbf"),
          "not after " + now.plus(SKEW));
    }
  }

  private static TokenRejectedException wrongTime(
      TokenRejectionReason reason, String name, Instant actual, String expected) {
    return new TokenRejectedException(reason, "claim " + name, actual.toString(), expected);
  }

  /// Rejects a token with strings that could deceive a reader: strings with invisible characters,
  /// and strings that are not in Unicode's normal form C, which may look the same as other strings.
  void checkPrintable() {
    payload
        .values()
        .forEach(
            (name, value) -> {
              if (!isPrintable(value)) {
                throw new TokenRejectedException(
                    TokenRejectionReason.CLAIM_UNPRINTABLE,
                    "claim " + SafeText.quoted(name),
                    RawToken.shown(payload, name),
                    "a string without invisible characters, in Unicode's normal form C");
              }
            });
  }

  private static boolean isPrintable(Json value) {
    return switch (value) {
      case JsonString(String text) ->
          !INVISIBLE.matcher(text).find()
              && java.text.Normalizer.isNormalized(text, java.text.Normalizer.Form.NFC);
      case JsonArray(List<Json> items) -> items.stream().allMatch(ClaimCheck::isPrintable);
      case JsonObject(var members) -> members.values().stream().allMatch(ClaimCheck::isPrintable);
      case JsonNumber _, JsonBoolean _, JsonNull _ -> true;
    };
  }

  /// Returns in words where the actual string starts to differ from the expected string; an empty
  /// string if the two have no common beginning.
  private static String difference(String actual, String expected) {
    int length = Math.min(actual.length(), expected.length());
    int index = 0;
    while (index < length && actual.charAt(index) == expected.charAt(index)) {
      index++;
    }
    return index == 0 ? "" : ", from which it differs at character " + (index + 1);
  }
}
