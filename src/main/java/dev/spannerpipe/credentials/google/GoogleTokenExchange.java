package dev.spannerpipe.credentials.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.credentials.TokenLife;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Exchanges the OIDC token for a federated token at Google's token service.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8693">RFC 8693</a>
final class GoogleTokenExchange {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final TokenServices services;
  private final URI endpoint;
  private final ProviderName provider;
  private final Time time;

  GoogleTokenExchange(TokenServices services, URI endpoint, ProviderName provider, Time time) {
    this.services = services;
    this.endpoint = endpoint;
    this.provider = provider;
    this.time = time;
  }

  /// Returns a federated token, which expires with the OIDC token at the latest. The request has no
  /// `Authorization` header, because the service may reject a request that has one.
  AccessToken exchange(VerifiedToken token, List<String> scopes, boolean patient) {
    HttpCall call =
        TokenServices.call(
            "POST",
            URI.create(Addresses.base(endpoint) + "/v1/token"),
            Map.of("Content-Type", FORM, "Accept", "application/json"),
            form(token, scopes));
    return services.request("Google STS", call, patient, answer -> read(answer, token));
  }

  private String form(VerifiedToken token, List<String> scopes) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
    fields.put("requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
    fields.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    fields.put("audience", provider.audience());
    fields.put("scope", String.join(" ", scopes));
    fields.put("subject_token", token.token().reveal());
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /// Reads the token from a response. If the response has no expiration time, the federated token
  /// is assumed to expire with the OIDC token.
  private AccessToken read(HttpAnswer answer, VerifiedToken token) {
    try {
      JsonObject members = Json.parseObject(answer.body());
      String value = Members.text(members, "access_token");
      if (!value.isEmpty()) {
        return new AccessToken(new Secret(value), end(answer, members, token));
      }
    } catch (JsonException _) {
      // Reported below.
    }
    throw ServiceException.empty(answer, "a token");
  }

  private Instant end(HttpAnswer answer, JsonObject members, VerifiedToken token) {
    Instant identity = token.claims().expiresAt();
    if (members.find("expires_in").isEmpty()) {
      return identity;
    }
    long seconds = Members.number(members, "expires_in");
    TokenLife.problem(seconds)
        .ifPresent(
            problem -> {
              throw ServiceException.implausible(answer, problem);
            });
    Instant own = time.now().plusSeconds(seconds);
    return own.isBefore(identity) ? own : identity;
  }
}
