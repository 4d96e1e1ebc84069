package dev.spannerpipe.testing.cloud;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.spannerpipe.testing.cloud.IssuedTokens.Issued;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import dev.spannerpipe.testing.tls.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/// The metadata server of a Google runtime. Its ID tokens are those of an issuer that stands for
/// Google.
public final class GoogleMetadata extends StandIn {
  private static final String ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/";

  private static final String SCOPE = "https://www[.]googleapis[.]com/auth/[a-z.-]+";

  private final IssuedTokens tokens;
  private final OidcIssuer google;
  private final String account;
  private volatile Duration life = Duration.ofHours(1);

  /// Starts one with this account attached.
  public GoogleMetadata(IssuedTokens tokens, OidcIssuer google, String account) {
    super(Exposure.LOOPBACK);
    this.tokens = tokens;
    this.google = google;
    this.account = account;
  }

  /// Gives tokens that are good for this long.
  public void limit(Duration newLife) {
    life = newLife;
  }

  @Override
  Reply answer(Received request) {
    if (!"Google".equals(request.headers().get("metadata-flavor"))) {
      return Reply.of(403, "text/html", "Missing Metadata-Flavor:Google header.");
    }
    Map<String, String> parameters = request.parameters();
    return switch (request.path()) {
      case ACCOUNT + "token" -> flavored(token(parameters.getOrDefault("scopes", "")));
      case ACCOUNT + "identity" -> flavored(identity(parameters.getOrDefault("audience", "")));
      default -> flavored(Reply.of(404, "text/html", "Not Found"));
    };
  }

  private Reply token(String scopes) {
    if (!scopes.matches(SCOPE + "(," + SCOPE + ")*")) {
      return Reply.of(400, "text/html", "invalid scope");
    }
    Instant end = tokens.now().plus(life);
    Issued issued = new Issued(account, Arrays.asList(scopes.split(",", -1)), end, Map.of());
    return Reply.json(
        200,
        Map.of(
            "access_token", tokens.issue(issued),
            "expires_in", life.toSeconds(),
            "token_type", "Bearer"));
  }

  private Reply identity(String audience) {
    if (audience.isEmpty()) {
      return Reply.of(400, "text/html", "non-empty audience parameter required");
    }
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(audience)
            .subject("104029292929292929292")
            .claim("azp", "104029292929292929292")
            .claim("email", account)
            .claim("email_verified", true)
            .build();
    Map<String, Object> all = new java.util.LinkedHashMap<>(claims.toJSONObject());
    all.put("iat", tokens.now().getEpochSecond());
    all.put("exp", tokens.now().plus(Duration.ofHours(1)).getEpochSecond());
    return Reply.of(200, "text/html", google.issue(all));
  }

  private static Reply flavored(Reply reply) {
    return reply.with("Metadata-Flavor", "Google");
  }
}
