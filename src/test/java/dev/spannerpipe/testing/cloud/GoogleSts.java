package dev.spannerpipe.testing.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.spannerpipe.testing.cloud.IssuedTokens.Issued;
import dev.spannerpipe.testing.tls.Exposure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Google's token service.
///
/// @see <a href="https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token">the
///   method</a>
public final class GoogleSts extends StandIn {
  private static final String RESOURCE = "//iam.googleapis.com/";

  private final IssuedTokens tokens;
  private volatile Provider provider;

  /// Starts one that knows one provider, whose issuer is reached as it is itself.
  public GoogleSts(IssuedTokens tokens, Provider provider, Exposure exposure) {
    super(exposure);
    this.tokens = tokens;
    this.provider = provider;
  }

  /// Changes the provider's set-up.
  public void setUp(Provider changed) {
    provider = changed;
  }

  @Override
  Reply answer(Received request) {
    Map<String, String> form = request.form();
    if (!request.path().equals("/v1/token") || !request.method().equals("POST")) {
      return Reply.googleError(404, "NOT_FOUND", "Method not found.");
    }
    if (request.headers().containsKey("authorization")) {
      return invalid("Client credentials are not taken here.");
    }
    if (!"urn:ietf:params:oauth:grant-type:token-exchange".equals(form.get("grant_type"))) {
      return Reply.oauthError(400, "unsupported_grant_type", "Invalid value for \"grant_type\".");
    }
    if (!"urn:ietf:params:oauth:token-type:access_token".equals(form.get("requested_token_type"))
        || !"urn:ietf:params:oauth:token-type:jwt".equals(form.get("subject_token_type"))) {
      return invalid("Invalid value for \"subject_token_type\".");
    }
    if (form.getOrDefault("scope", "").isBlank()) {
      return Reply.oauthError(400, "invalid_scope", "Missing required field \"scope\".");
    }
    return target(form);
  }

  private Reply target(Map<String, String> form) {
    String audience = form.getOrDefault("audience", "");
    if (!audience.matches(
        RESOURCE + "projects/\\d+/locations/global/workloadIdentityPools/[^/]+/providers/[^/]+")) {
      return invalid(
          "Invalid value for \"audience\". This value should be the full resource name of the"
              + " Identity Provider. See https://cloud.google.com/iam/docs/reference/sts/rest/v1/"
              + "TopLevel/token for the list of possible formats.");
    }
    if (!audience.equals(RESOURCE + provider.name()) || !provider.enabled()) {
      return Reply.oauthError(
          400,
          "invalid_target",
          "The target service indicated by the \"audience\" parameters is invalid. This might"
              + " either be because the pool or provider is disabled or deleted or because it"
              + " doesn't exist.");
    }
    try {
      return subject(form.getOrDefault("subject_token", ""), form.get("scope"));
    } catch (TrustedIssuer.ForgedException _) {
      return grant("The given credential's signature is invalid.");
    } catch (TrustedIssuer.UnreachableException _) {
      return grant("Error connecting to the given credential's issuer.");
    }
  }

  private Reply subject(String token, String scope)
      throws TrustedIssuer.ForgedException, TrustedIssuer.UnreachableException {
    JWTClaimsSet said = TrustedIssuer.unchecked(token);
    if (!provider.issuer().equals(said.getIssuer())) {
      return grant(
          "The issuer in ID Token "
              + said.getIssuer()
              + " does not match the expected ones: ["
              + provider.issuer()
              + "]");
    }
    JWTClaimsSet claims = new TrustedIssuer(provider.issuer(), exposure).verified(token);
    Instant end = claims.getExpirationTime().toInstant();
    if (!tokens.now().isBefore(end)) {
      return grant(
          "ID Token issued at "
              + claims.getIssueTime().toInstant().getEpochSecond()
              + " is stale to sign-in.");
    }
    List<String> audiences = audiences();
    if (claims.getAudience().stream().noneMatch(audiences::contains)) {
      return grant(
          "The audience in ID Token "
              + claims.getAudience()
              + " does not match the expected audience "
              + audiences.getFirst()
              + ".");
    }
    return mapped(claims, scope, end);
  }

  private Reply mapped(JWTClaimsSet claims, String scope, Instant end) {
    Map<String, Object> assertion = claims.toJSONObject();
    Map<String, String> attributes = new TreeMap<>();
    try {
      for (Map.Entry<String, String> target : provider.mapping().entrySet()) {
        Object value = new Expression(target.getValue()).value(Map.of("assertion", assertion));
        attributes.put(target.getKey(), value.toString());
      }
    } catch (Expression.NoValueException _) {
      return invalid("The attribute mapping could not be evaluated for the given credential.");
    }
    String subject = attributes.getOrDefault("google.subject", "");
    if (subject.getBytes(UTF_8).length > 127) {
      return invalid(
          "The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify"
              + " your attribute mapping or the incoming assertion to produce a mapped attribute"
              + " that is less than 127 bytes.");
    }
    if (!isAccepted(assertion, attributes)) {
      return Reply.oauthError(
          401,
          "unauthorized_client",
          "The given credential is rejected by the attribute condition.");
    }
    attributes.put("pool", provider.pool());
    String principal = "principal://iam.googleapis.com/" + provider.pool() + "/subject/" + subject;
    Issued issued = new Issued(principal, Arrays.asList(scope.split(" ", -1)), end, attributes);
    return Reply.json(
        200,
        Map.of(
            "access_token",
            tokens.issue(issued),
            "issued_token_type",
            "urn:ietf:params:oauth:token-type:access_token",
            "token_type",
            "Bearer",
            "expires_in",
            end.getEpochSecond() - tokens.now().getEpochSecond()));
  }

  private boolean isAccepted(Map<String, Object> assertion, Map<String, String> attributes) {
    try {
      return provider.condition().isEmpty()
          || new Expression(provider.condition())
              .value(
                  Map.of(
                      "assertion", assertion,
                      "attribute", group("attribute.", attributes),
                      "google", group("google.", attributes)))
              .equals(true);
    } catch (Expression.NoValueException _) {
      return false;
    }
  }

  private static Map<String, Object> group(String prefix, Map<String, String> attributes) {
    Map<String, Object> group = new HashMap<>();
    attributes.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            group.put(name.substring(prefix.length()), value);
          }
        });
    return group;
  }

  private List<String> audiences() {
    List<String> audiences = new ArrayList<>(provider.audiences());
    if (audiences.isEmpty()) {
      audiences.add("https:" + RESOURCE + provider.name());
      audiences.add(RESOURCE + provider.name());
    }
    return audiences;
  }

  private static Reply invalid(String description) {
    return Reply.oauthError(400, "invalid_request", description);
  }

  private static Reply grant(String description) {
    return Reply.oauthError(400, "invalid_grant", description);
  }
}
