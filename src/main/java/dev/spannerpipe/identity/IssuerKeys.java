package dev.spannerpipe.identity;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.RetryPolicy;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys with which an issuer signs tokens, as the issuer publishes them. The issuer's discovery
/// document contains the address of the keys. The keys are read when they are first needed, and
/// once more if a token names an unknown key. Not thread-safe.
///
/// See [OpenID Connect Discovery](https://openid.net/specs/openid-connect-discovery-1_0.html).
final class IssuerKeys {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LIMIT = 100 * 1024;
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofMillis(250), Duration.ofSeconds(2), Duration.ofSeconds(15));

  private final Http http;
  private final Retry retry;
  private final TrustedIssuer issuer;
  private @Nullable URI address;
  private @Nullable List<Json> keys;

  IssuerKeys(Http http, Retry retry, TrustedIssuer issuer) {
    this.http = http;
    this.retry = retry;
    this.issuer = issuer;
  }

  /// Returns the JSON Web Key with this ID. Rejects the token if there is no such key or more than
  /// one.
  JsonObject find(String keyId) {
    List<Json> known = keys;
    List<JsonObject> found = known == null ? List.of() : withId(keyId, known);
    // An issuer publishes a new key before using it, but a cache may still return the old keys. So
    // if the key is not found, the keys are read once more.
    for (int look = known == null ? 0 : 1; look < 2 && found.isEmpty(); look++) {
      List<Json> read = read();
      keys = read;
      found = withId(keyId, read);
    }
    return only(keyId, found);
  }

  private static List<JsonObject> withId(String keyId, List<Json> keys) {
    return keys.stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(key -> new JsonString(keyId).equals(key.values().get("kid")))
        .toList();
  }

  private JsonObject only(String keyId, List<JsonObject> found) {
    if (found.isEmpty()) {
      throw new TokenRejectedException(
          TokenRejectionReason.KEY_NOT_FOUND,
          "header kid",
          SafeText.quoted(keyId),
          "the id of a key in " + SafeText.quoted(String.valueOf(address)));
    }
    if (found.size() > 1) {
      throw invalidKeys("several keys with the id " + SafeText.quoted(keyId));
    }
    return found.getFirst();
  }

  private List<Json> read() {
    URI from = address;
    if (from == null) {
      from = discover();
      address = from;
    }
    JsonObject document =
        get(from, TokenRejectionReason.KEYS_UNREACHABLE, TokenRejectionReason.KEYS_INVALID);
    if (document.values().get("keys") instanceof JsonArray(List<Json> read)) {
      return read;
    }
    throw invalidKeys("without keys");
  }

  private TokenRejectedException invalidKeys(String actual) {
    return new TokenRejectedException(
        TokenRejectionReason.KEYS_INVALID,
        "the response of " + address,
        actual,
        "one key for each id");
  }

  private URI discover() {
    URI from =
        URI.create(issuer.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration");
    JsonObject document =
        get(
            from,
            TokenRejectionReason.DISCOVERY_UNREACHABLE,
            TokenRejectionReason.DISCOVERY_INVALID);
    if (!new JsonString(issuer.issuer()).equals(document.values().get("issuer"))) {
      throw new TokenRejectedException(
          TokenRejectionReason.DISCOVERY_INVALID,
          "the issuer in " + from,
          RawToken.shown(document, "issuer"),
          SafeText.quoted(issuer.issuer()));
    }
    if (document.values().get("jwks_uri") instanceof JsonString(String text) && isAllowed(text)) {
      return URI.create(text);
    }
    throw new TokenRejectedException(
        TokenRejectionReason.KEY_ADDRESS_NOT_ALLOWED,
        "the jwks_uri in " + from,
        RawToken.shown(document, "jwks_uri"),
        "an address at the issuer's own host");
  }

  /// Returns whether the keys may be read from this address. The host must be the issuer's own or
  /// one of its key hosts. The scheme must be the same as in the issuer's address, which is `http`
  /// only if the settings allow that.
  private boolean isAllowed(String text) {
    try {
      URI keyAddress = new URI(text);
      URI own = URI.create(issuer.issuer());
      boolean plain =
          keyAddress.getHost() != null
              && keyAddress.getRawUserInfo() == null
              && keyAddress.getRawFragment() == null
              && own.getScheme().equalsIgnoreCase(keyAddress.getScheme());
      return plain
          && (origin(keyAddress).equals(origin(own))
              || issuer.keyHosts().contains(origin(keyAddress)));
    } catch (java.net.URISyntaxException _) {
      return false;
    }
  }

  private static String origin(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return address.getPort() == -1 ? host : host + ":" + address.getPort();
  }

  private JsonObject get(URI from, TokenRejectionReason unreachable, TokenRejectionReason invalid) {
    try {
      String body = retry.call(POLICY, IssuerKeys::isWorthAnotherTry, () -> body(from));
      return Json.parseStrictObject(body);
    } catch (HttpException failure) {
      throw refused(unreachable, from, "missing: " + failure.getMessage());
    } catch (StatusException failure) {
      TokenRejectionReason reason =
          failure.isBusy() || failure.status == 404 ? unreachable : invalid;
      throw refused(reason, from, "HTTP " + failure.status);
    } catch (JsonException malformed) {
      throw refused(invalid, from, "malformed: " + malformed.getMessage());
    }
  }

  private static TokenRejectedException refused(
      TokenRejectionReason reason, URI from, String actual) {
    return new TokenRejectedException(
        reason, "the response of " + from, actual, "HTTP 200 with a JSON object");
  }

  private String body(URI from) {
    return retry.attempt(Remote.at("the OIDC issuer", from), () -> answer(from).body());
  }

  private HttpAnswer answer(URI from) {
    HttpAnswer answer =
        http.send(
            new HttpCall(
                "GET",
                from,
                Map.of("Accept", "application/json"),
                "",
                retry.limit(TIMEOUT),
                LIMIT));
    if (answer.status() != 200) {
      throw new StatusException(answer.status());
    }
    return answer;
  }

  private static boolean isWorthAnotherTry(RuntimeException failure) {
    return (failure instanceof HttpException noAnswer && noAnswer.isTemporary())
        || (failure instanceof StatusException answer && answer.isBusy());
  }

  /// A response with a status other than 200.
  private static final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    StatusException(int status) {
      super("HTTP " + status);
      this.status = status;
    }

    boolean isBusy() {
      return status == 408 || status == 429 || status >= 500;
    }
  }
}
