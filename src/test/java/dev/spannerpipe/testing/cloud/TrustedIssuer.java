package dev.spannerpipe.testing.cloud;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.spannerpipe.testing.tls.Exposure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

/// An issuer as a cloud sees it: its tokens are checked with the keys that it publishes now.
final class TrustedIssuer {
  private final String issuer;
  private final Exposure exposure;

  /// @param exposure how the issuer is reached
  TrustedIssuer(String issuer, Exposure exposure) {
    this.issuer = issuer;
    this.exposure = exposure;
  }

  /// The issuer does not answer.
  static final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /// The token is not the issuer's.
  static final class ForgedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /// Returns what the token says, before anything is checked.
  static JWTClaimsSet unchecked(String token) throws ForgedException {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet();
    } catch (ParseException _) {
      throw new ForgedException();
    }
  }

  /// Returns the claims of a token that the issuer has signed.
  JWTClaimsSet verified(String token) throws UnreachableException, ForgedException {
    JWKSet keys = keys();
    try {
      SignedJWT parsed = SignedJWT.parse(token);
      JWK key = keys.getKeyByKeyId(String.valueOf(parsed.getHeader().getKeyID()));
      if (key != null
          && parsed.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
          && parsed.verify(new RSASSAVerifier(key.toRSAKey()))) {
        return parsed.getJWTClaimsSet();
      }
    } catch (ParseException | JOSEException _) {
      // Not the issuer's.
    }
    throw new ForgedException();
  }

  private JWKSet keys() throws UnreachableException {
    try {
      Map<String, Object> discovery =
          JSONObjectUtils.parse(get(issuer + "/.well-known/openid-configuration"));
      return JWKSet.parse(get(String.valueOf(discovery.get("jwks_uri"))));
    } catch (ParseException | IOException _) {
      throw new UnreachableException();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnreachableException();
    }
  }

  private String get(String address) throws IOException, InterruptedException {
    try (HttpClient client = exposure.client()) {
      HttpRequest request =
          HttpRequest.newBuilder(exposure.fromHere(URI.create(address)))
              .timeout(Duration.ofSeconds(2))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("HTTP " + answer.statusCode());
      }
      return answer.body();
    }
  }
}
