package dev.spannerpipe.credentials;

import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/// Gets tokens of a service account from Google's credentials service.
///
/// @see <a
///   href="https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken">generateAccessToken</a>
final class Impersonation {
  /// The service allows an hour, but measures it by a clock of its own.
  static final Duration LIFETIME = Duration.ofMinutes(55);

  private final TokenServices services;
  private final URI endpoint;
  private final String account;

  Impersonation(TokenServices services, URI endpoint, String account) {
    this.services = services;
    this.endpoint = endpoint;
    this.account = account;
  }

  /// Returns a token of the account; it outlives the federated one.
  AccessToken token(AccessToken federated, List<String> scopes, boolean patient) {
    return services.ask(call(federated, scopes), patient, Impersonation::read);
  }

  private HttpCall call(AccessToken federated, List<String> scopes) {
    String path = "/v1/projects/-/serviceAccounts/" + account + ":generateAccessToken";
    return TokenServices.call(
        "POST",
        URI.create(Addresses.base(endpoint) + path),
        Map.of(
            "Content-Type",
            "application/json",
            "Accept",
            "application/json",
            "Authorization",
            "Bearer " + federated.value().reveal()),
        Json.object()
            .with("scope", Json.texts(scopes))
            .with("lifetime", LIFETIME.toSeconds() + "s")
            .canonical());
  }

  private static AccessToken read(HttpAnswer answer) {
    try {
      Json.Members members = Json.parseObject(answer.body());
      String value = Members.text(members, "accessToken");
      if (!value.isEmpty()) {
        return new AccessToken(
            new Secret(value), Instant.parse(Members.text(members, "expireTime")));
      }
    } catch (JsonException | DateTimeParseException _) {
      // Answered below.
    }
    throw ServiceException.empty(answer, "a token");
  }
}
