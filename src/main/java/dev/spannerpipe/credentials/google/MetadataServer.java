package dev.spannerpipe.credentials.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.credentials.AccessReason;
import dev.spannerpipe.credentials.TokenLife;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The metadata server of a Google runtime, such as Cloud Run. It issues tokens of the identity
/// that is attached to the runtime. Requests use plain HTTP, which is safe because they never leave
/// the machine.
///
/// @see <a href="https://cloud.google.com/compute/docs/metadata/overview">metadata server</a>
public final class MetadataServer {
  private static final String FLAVOR = "Metadata-Flavor";
  private static final String ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/";

  private final TokenServices services;
  private final String host;
  private final Time time;

  MetadataServer(TokenServices services, String host, Time time) {
    this.services = services;
    this.host = host;
    this.time = time;
  }

  /// Returns the server at this `host` or `host:port`.
  public static MetadataServer at(String host, Http http, Retry retry, Time time) {
    return new MetadataServer(new TokenServices(http, retry), host, time);
  }

  /// The environment variables that indicate a metadata server. Cloud Run sets the first one in
  /// jobs and the second one in services. The third one is set by the user of the pipe.
  public static final List<String> SIGNS =
      List.of("CLOUD_RUN_JOB", "K_SERVICE", "GCE_METADATA_HOST");

  /// Returns an ID token of the attached identity, for AWS or another service that trusts Google.
  /// Throws an `AccessFailure` if the server issues none.
  public Secret idToken(String audience) {
    String query = "identity?format=full&audience=" + URLEncoder.encode(audience, UTF_8);
    try {
      return request(query, true, MetadataServer::idToken);
    } catch (ServiceException failure) {
      throw refused("get an ID token for " + SafeText.message(audience), failure);
    }
  }

  /// Returns an access token of the attached identity.
  ///
  /// @param patient whether a failed request is retried
  AccessToken token(List<String> scopes, boolean patient) {
    String query = "token?scopes=" + URLEncoder.encode(String.join(",", scopes), UTF_8);
    try {
      return request(query, patient, this::accessToken);
    } catch (ServiceException failure) {
      throw refused("get a token of the attached identity", failure);
    }
  }

  private <T> T request(String query, boolean patient, Function<HttpAnswer, T> read) {
    URI address = URI.create("http://" + host + ACCOUNT + query);
    HttpCall call = TokenServices.call("GET", address, Map.of(FLAVOR, "Google"), "");
    return services.request("the metadata server", call, patient, answer -> genuine(answer, read));
  }

  /// Reads a response after checking that it comes from a metadata server. Only a metadata server
  /// sends the header `Metadata-Flavor: Google`.
  private static <T> T genuine(HttpAnswer answer, Function<HttpAnswer, T> read) {
    if (!"Google".equals(answer.headers().get("metadata-flavor"))) {
      throw ServiceException.empty(answer, "the metadata server's header");
    }
    return read.apply(answer);
  }

  private AccessToken accessToken(HttpAnswer answer) {
    try {
      JsonObject members = Json.parseObject(answer.body());
      String value = Members.text(members, "access_token");
      long seconds = Members.number(members, "expires_in");
      if (!value.isEmpty() && members.find("expires_in").isPresent()) {
        TokenLife.problem(seconds)
            .ifPresent(
                problem -> {
                  throw ServiceException.implausible(answer, problem);
                });
        return new AccessToken(new Secret(value), time.now().plusSeconds(seconds));
      }
    } catch (JsonException _) {
      // Reported below.
    }
    throw ServiceException.empty(answer, "a token");
  }

  private static Secret idToken(HttpAnswer answer) {
    String token = answer.body().strip();
    if (token.chars().filter(character -> character == '.').count() != 2) {
      throw ServiceException.empty(answer, "an ID token");
    }
    return new Secret(token);
  }

  private AccessFailure refused(String what, ServiceException failure) {
    String description =
        "Could not %s at the metadata server %s: %s".formatted(what, host, failure.reason());
    if (failure.status() == 0 || failure.isTransient()) {
      return new AccessFailure(
          AccessReason.SERVICE_UNREACHABLE.code(),
          description,
          "Run on a Google runtime with an attached service account, or set GCE_METADATA_HOST to the host of such a runtime's metadata server");
    }
    if (failure.status() == 200) {
      return new AccessFailure(
          AccessReason.ANSWER_NOT_THE_SERVICES.code(),
          description,
          "Find out what responds instead of the metadata server; it may be a proxy");
    }
    return new AccessFailure(
        AccessReason.NO_ATTACHED_IDENTITY.code(),
        description,
        "Attach a service account to the job, for example with gcloud run jobs update <job>"
            + " --service-account=<account>");
  }
}
