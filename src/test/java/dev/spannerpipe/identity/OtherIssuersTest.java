package dev.spannerpipe.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens of issuers that are not Bitbucket.
class OtherIssuersTest {
  private static final RSAKey KEY = OidcIssuer.key(60, 2048);

  /// An issuer at an address that no test can have: its documents are there without a network.
  static final class Documents {
    private final TrustedIssuer issuer;
    private final String keyAddress;
    private final JWK key;

    Documents(TrustedIssuer issuer, String keyAddress, JWK key) {
      this.issuer = issuer;
      this.keyAddress = keyAddress;
      this.key = key;
    }

    Documents(TrustedIssuer issuer, String keyAddress) {
      this(issuer, keyAddress, KEY);
    }

    private HttpAnswer answer(HttpCall call) {
      String address = call.address().toString();
      if (address.equals(issuer.issuer() + "/.well-known/openid-configuration")) {
        return new HttpAnswer(
            200, Map.of(), Trial.json(Map.of("issuer", issuer.issuer(), "jwks_uri", keyAddress)));
      }
      assertThat(address).isEqualTo(keyAddress);
      return new HttpAnswer(200, Map.of(), new JWKSet(key.toPublicJWK()).toString());
    }

    TokenVerifier verifier() {
      FastTime time = new FastTime(Trial.NOW, Duration.ZERO);
      IdentitySettings.Step none =
          new IdentitySettings.Step(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      return new TokenVerifier(issuer, none, this::answer, new Retry(time, () -> 0), time);
    }

    Map<String, Object> claims(Map<String, Object> changes) {
      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("iss", issuer.issuer());
      claims.put("sub", "deployer");
      claims.put("aud", "my-pipe");
      claims.put("iat", Trial.NOW.getEpochSecond());
      claims.put("exp", Trial.NOW.getEpochSecond() + 600);
      claims.putAll(changes);
      return claims;
    }

    String token(Map<String, Object> changes) {
      return OidcIssuer.sign(
          "{\"alg\":\"RS256\",\"kid\":\"key-60\"}",
          Trial.json(claims(changes)).getBytes(UTF_8),
          KEY);
    }

    VerifiedToken accept(Map<String, Object> changes) {
      return verifier().verify(new Secret(token(changes)));
    }

    void refuse(Map<String, Object> changes, TokenRejectionReason reason, String words) {
      Trial.refuse(verifier(), token(changes), reason, words);
    }
  }

  private static Documents documents(String address) {
    TrustedIssuer issuer = TrustedIssuer.of(URI.create(address), Set.of("my-pipe"));
    return new Documents(issuer, address + "/keys");
  }

  private static Documents google() {
    return new Documents(
        TrustedIssuer.of(URI.create("https://accounts.google.com"), Set.of("my-pipe")),
        "https://www.googleapis.com/oauth2/v3/certs");
  }

  @Test
  void takesATokenOfAnyTrustedIssuer() {
    Claims claims = documents("https://issuer.example/realms/acme").accept(Map.of()).claims();

    assertThat(claims.recorded())
        .isEqualTo(Map.of("issuer", "https://issuer.example/realms/acme", "subject", "deployer"));
  }

  @Test
  void refusesOtherAudiencesOfAnyIssuer() {
    documents("https://issuer.example")
        .refuse(
            Map.of("aud", "another-pipe"),
            TokenRejectionReason.AUDIENCE_MISMATCH,
            "claim aud is \"another-pipe\", expected \"my-pipe\"");
  }

  @Test
  void takesEllipticCurvesWhereTheIssuerMayHaveThem() throws JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    TrustedIssuer trusted =
        TrustedIssuer.of(URI.create("https://issuer.example"), Set.of("my-pipe"));
    Documents documents = new Documents(trusted, "https://issuer.example/keys", key);
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build(),
            new Payload(Trial.json(documents.claims(Map.of()))));
    token.sign(new ECDSASigner(key));

    documents.verifier().verify(new Secret(token.serialize()));

    String changed = token.serialize().replaceFirst("\\.[^.]*$", "." + "A".repeat(86));
    Trial.refuse(
        documents.verifier(),
        changed,
        TokenRejectionReason.SIGNATURE_INVALID,
        "its signature is invalid, expected a signature by the issuer's key");
  }

  @Test
  void takesATokenOfOktaWithItsId() {
    Documents okta = documents("https://acme.okta.com/oauth2/default");

    okta.accept(Map.of("jti", "AT.1"));
    okta.refuse(
        Map.of(),
        TokenRejectionReason.CLAIM_MISSING,
        "claim jti is absent, expected the token's own id");
  }

  @Test
  void takesAnAccountOfGoogle() {
    google().accept(Map.of("email", "ann@acme.example", "email_verified", true));
    google().accept(Map.of());
  }

  @Test
  void refusesAnAddressThatNobodyChecked() {
    google()
        .refuse(
            Map.of("email", "ann@acme.example", "email_verified", false),
            TokenRejectionReason.ACCOUNT_NOT_ALLOWED,
            "claim email_verified is false, expected true, because the claim email is present");
    google()
        .refuse(
            Map.of("email", "ann@acme.example", "email_verified", "true"),
            TokenRejectionReason.ACCOUNT_NOT_ALLOWED,
            "claim email_verified is \"true\", expected true, because the claim email is present");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "accounts.google.com",
        "http://accounts.google.com",
        "https://accounts.google.com/"
      })
  void refusesGooglesNameWithoutItsScheme(String issuer) {
    String difference =
        issuer.startsWith("accounts")
            ? ""
            : ", from which it differs at character " + (issuer.endsWith("/") ? 28 : 5);

    google()
        .refuse(
            Map.of("iss", issuer),
            TokenRejectionReason.ISSUER_MISMATCH,
            "claim iss is \""
                + issuer
                + "\", expected \"https://accounts.google.com\""
                + difference);
  }
}
