package dev.spannerpipe.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.JdkHttp;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.oidc.BitbucketStep;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A token that is trusted, and what changes it and its surroundings.
final class Trial {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final BitbucketStep STEP = BitbucketStep.deployment();

  private static final Http NETWORK = new JdkHttp();

  /// Whatever a token or a document says, nobody is asked but the issuer. It has more time than a
  /// run gives it, so that no stall of the machine changes a verdict.
  static final Http HTTP =
      call -> {
        assertThat(call.address().getHost()).isEqualTo("127.0.0.1");
        return NETWORK.send(call.within(Duration.ofMinutes(1)));
      };

  final OidcIssuer issuer;
  private final Map<String, String> variables = new LinkedHashMap<>(STEP.variables());
  private TrustedIssuer trusted;

  Trial(OidcIssuer issuer) {
    this.issuer = issuer;
    this.trusted = TrustedIssuer.of(issuer.address(), Set.of());
  }

  Trial trusting(TrustedIssuer other) {
    trusted = other;
    return this;
  }

  Trial expecting(String... audiences) {
    return trusting(TrustedIssuer.of(issuer.address(), Set.of(audiences)));
  }

  Trial with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Trial without(String variable) {
    variables.remove(variable);
    return this;
  }

  IdentitySettings.Step step() {
    return new IdentitySettings.Step(
        variable("BITBUCKET_WORKSPACE"),
        variable("BITBUCKET_WORKSPACE_UUID"),
        variable("BITBUCKET_REPO_UUID"),
        variable("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID"),
        variable("BITBUCKET_STEP_UUID"));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /// Verifies as a run does.
  VerifiedToken verify(IdentitySettings settings) {
    FastTime time = new FastTime(NOW, Duration.ZERO);
    return TokenVerifier.verify(settings, HTTP, new Retry(time, () -> 0.5), time);
  }

  TokenVerifier verifier() {
    return verifier(HTTP);
  }

  TokenVerifier verifier(Http http) {
    FastTime time = new FastTime(NOW, Duration.ZERO);
    return new TokenVerifier(trusted, step(), http, new Retry(time, () -> 0.5), time);
  }

  /// Returns the claims of the trusted token, in a map that can be changed.
  Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer.issuer());
    claims.putAll(STEP.claims(NOW));
    return claims;
  }

  /// Returns the trusted token, with these claims changed and signed again.
  String token(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = claims();
    change.accept(claims);
    return issuer.sign(issuer.header(), json(claims));
  }

  String token(String claim, Object value) {
    return token(claims -> claims.put(claim, value));
  }

  String tokenWithout(String claim) {
    return token(claims -> claims.remove(claim));
  }

  /// Returns the trusted token with another header, signed again.
  String tokenWithHeader(String header) {
    return issuer.sign(header, json(claims()));
  }

  static String json(Map<String, Object> claims) {
    return JSONObjectUtils.toJSONString(claims);
  }

  VerifiedToken accept(String token) {
    TokenResult verdict = verifier().check(new Secret(token));
    assertThat(verdict).isInstanceOf(TokenResult.Accepted.class);
    return ((TokenResult.Accepted) verdict).token();
  }

  /// Asserts that the token is refused for this reason, in these words, which hold nothing of it.
  void refuse(String token, TokenRejectionReason reason, String words) {
    refuse(verifier(), token, reason, words);
  }

  static void refuse(
      TokenVerifier verifier, String token, TokenRejectionReason reason, String words) {
    TokenResult verdict = verifier.check(new Secret(token));
    assertThat(verdict).isInstanceOf(TokenResult.Refused.class);
    TokenRejection refusal = ((TokenResult.Refused) verdict).refusal();
    assertThat(refusal.description())
        .isEqualTo("Could not trust the OIDC token: " + words + " (" + reason.code() + ")")
        .matches("\\A[ -~…]*\\z");
    assertThat(refusal.reason()).isEqualTo(reason);
    for (String part : token.split("\\.", -1)) {
      assertThat(part.length() > 12 && refusal.failure().getMessage().contains(part)).isFalse();
    }
  }
}
