package dev.spannerpipe.credentials.google;

import dev.spannerpipe.credentials.TokenLife;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/// Gets tokens of a service account from Google's credentials service.
///
/// @see <a
///   href="https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken">generateAccessToken</a>
final class Impersonation {
  private final TokenServices services;
  private final URI endpoint;
  private final String account;
  private final Time time;

  Impersonation(TokenServices services, URI endpoint, String account, Time time) {
    this.services = services;
    this.endpoint = endpoint;
    this.account = account;
    this.time = time;
  }

  /// Returns a token of the service account. This token may outlive the federated token.
  AccessToken token(AccessToken federated, TokenTerms terms, boolean patient) {
    return services.request("Google IAM Credentials", call(federated, terms), patient, this::read);
  }

  private HttpCall call(AccessToken federated, TokenTerms terms) {
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
            .with("scope", Json.texts(terms.scopes()))
            .with("lifetime", terms.longest().toSeconds() + "s")
            .canonical());
  }

  private AccessToken read(HttpAnswer answer) {
    try {
      JsonObject members = Json.parseObject(answer.body());
      String value = Members.text(members, "accessToken");
      if (!value.isEmpty()) {
        Instant end = Instant.parse(Members.text(members, "expireTime"));
        TokenLife.problem(time.now(), end)
            .ifPresent(
                problem -> {
                  throw ServiceException.implausible(answer, problem);
                });
        return new AccessToken(new Secret(value), end);
      }
    } catch (JsonException | DateTimeParseException _) {
      // Reported below.
    }
    throw ServiceException.empty(answer, "a token");
  }
}
