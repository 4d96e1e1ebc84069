package dev.spannerpipe.doctor.finding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.secret.Secret;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The claims of a token, for checking how each [Link] of the chain of trust evaluates them. The
/// token itself is not kept.
///
/// @param verified whether the token passed all checks, including that of its signature
public record DecodedToken(JsonObject claims, boolean verified) {
  /// No claims at all.
  public static final DecodedToken NONE = new DecodedToken(Json.object(), false);

  /// A UUID that no repository and no step has.
  public static final String OTHER_UUID = "{00000000-0000-4000-8000-000000000000}";

  /// Returns whether there are no claims, because there is no token or it could not be decoded.
  public boolean isMissing() {
    return claims.values().isEmpty();
  }

  /// Returns the claims of a verified token.
  public static DecodedToken of(Claims claims) {
    return new DecodedToken(claims.all(), true);
  }

  /// Decodes the claims of a token without checking its signature or its claims. Returns empty if
  /// the secret does not have the form of a JSON Web Token.
  public static Optional<DecodedToken> unverified(Secret token) {
    String[] parts = token.reveal().strip().split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
      return Optional.of(new DecodedToken(Json.parseObject(payload), false));
    } catch (IllegalArgumentException | JsonException _) {
      return Optional.empty();
    }
  }

  /// Returns the value of a claim; empty if it is absent or not a string.
  public Optional<String> text(String claim) {
    return claims.find(claim).filter(JsonString.class::isInstance).flatMap(_ -> claims.text(claim));
  }

  /// Returns the email address of the Google account that the token belongs to; empty if the token
  /// does not contain the address.
  public Optional<String> email() {
    return text("email");
  }

  public String issuer() {
    return text("iss").orElse("");
  }

  public String subject() {
    return text("sub").orElse("");
  }

  /// Returns the audiences in the claim `aud`, which may be one string or a list.
  public List<String> audiences() {
    return switch (claims.find("aud").orElse(new JsonNull())) {
      case JsonString(String text) -> List.of(text);
      case JsonArray(List<Json> items) ->
          items.stream()
              .flatMap(item -> item instanceof JsonString(String text) ? Stream.of(text) : null)
              .toList();
      default -> List.of();
    };
  }

  /// Returns the audience that a fix should require: Bitbucket's own audience, or the first
  /// audience if Bitbucket's is not present.
  public String mainAudience() {
    List<String> all = audiences();
    return all.stream()
        .filter(audience -> audience.startsWith("ari:cloud:bitbucket::"))
        .findFirst()
        .orElse(all.isEmpty() ? "" : all.getFirst());
  }

  public boolean isBitbucket() {
    return text("repositoryUuid").filter(uuid -> subject().startsWith(uuid + ":")).isPresent();
  }

  /// Returns the part of the subject that stays the same in each step of this repository and
  /// environment. Returns the whole subject if the token is not Bitbucket's.
  public String lastingSubject() {
    return isBitbucket() ? subject().substring(0, subject().lastIndexOf(':') + 1) : subject();
  }

  /// Returns this token as it would be in another repository of the same workspace. If the token is
  /// not Bitbucket's, returns this token with another subject.
  public DecodedToken fromElsewhere() {
    String subject =
        isBitbucket()
            ? OTHER_UUID + subject().substring(subject().indexOf(':'))
            : "somebody-else-" + OTHER_UUID;
    DecodedToken other = with("sub", subject);
    return claims.find("repositoryUuid").isPresent()
        ? other.with("repositoryUuid", OTHER_UUID)
        : other;
  }

  /// Returns this token as it would be in another step of the same repository and environment. If
  /// the token is not Bitbucket's, returns this token unchanged.
  public DecodedToken fromNextStep() {
    return isBitbucket()
        ? with("sub", lastingSubject() + OTHER_UUID).with("stepUuid", OTHER_UUID)
        : this;
  }

  /// Returns this token with a different value of one claim.
  public DecodedToken with(String claim, String value) {
    TreeMap<String, Json> values = new TreeMap<>(claims.values());
    values.put(claim, new JsonString(value));
    return new DecodedToken(new JsonObject(values), verified);
  }

  /// Claims are not secret, but error messages should not contain them.
  @Override
  public String toString() {
    return "DecodedToken[verified=" + verified + "]";
  }
}
