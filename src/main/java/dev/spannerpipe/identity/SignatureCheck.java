package dev.spannerpipe.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.List;

/// Checks whether the issuer signed a token. This is the only class that evaluates signing keys and
/// that uses the library Nimbus.
///
/// The library receives values that are already parsed, because its own JSON parser is slow to
/// start.
final class SignatureCheck {
  private static final int SMALLEST_BITS = 2048;
  private static final int LARGEST_BITS = 8192;

  private final JsonObject key;
  private final String algorithm;

  private SignatureCheck(JsonObject key, String algorithm) {
    this.key = key;
    this.algorithm = algorithm;
  }

  /// Rejects a token that was not signed with this JSON Web Key.
  static void check(RawToken token, JsonObject key) {
    SignatureCheck check = new SignatureCheck(key, token.header().text("alg").orElse(""));
    check.checkPurpose();
    check.checkSignature(token);
  }

  private void checkPurpose() {
    if (!allows("use", "sig") || !allows("alg", algorithm) || !allows("key_ops", "verify")) {
      throw refused(TokenRejectionReason.KEY_UNSUITABLE, "for another purpose");
    }
  }

  /// Returns whether a member of the key allows this value. A key without the member allows every
  /// value.
  private boolean allows(String member, String wanted) {
    return switch (key.values().get(member)) {
      case null -> true;
      case JsonString(String text) -> text.equals(wanted);
      case JsonArray(List<Json> items) -> items.contains(new JsonString(wanted));
      default -> false;
    };
  }

  private void checkSignature(RawToken token) {
    try {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).build();
      byte[] signed = token.signedPart().getBytes(US_ASCII);
      if (!verifier().verify(header, signed, new Base64URL(token.signaturePart()))) {
        throw new TokenRejectedException(
            TokenRejectionReason.SIGNATURE_INVALID,
            "its signature",
            "invalid",
            "a signature by the issuer's key");
      }
    } catch (JOSEException | IllegalArgumentException | IllegalStateException _) {
      throw refused(TokenRejectionReason.KEY_UNSUITABLE, "not usable");
    }
  }

  private JWSVerifier verifier() throws JOSEException {
    return switch (text("kty")) {
      case "RSA" -> new RSASSAVerifier(strong(rsa()).toRSAPublicKey());
      case "EC" -> new ECDSAVerifier(ec().toECPublicKey());
      default -> throw new JOSEException("not a public key");
    };
  }

  private RSAKey rsa() throws JOSEException {
    return new RSAKey.Builder(base64Url("n"), base64Url("e")).build();
  }

  private ECKey ec() throws JOSEException {
    return new ECKey.Builder(Curve.parse(text("crv")), base64Url("x"), base64Url("y")).build();
  }

  private RSAKey strong(RSAKey rsa) {
    if (rsa.size() < SMALLEST_BITS || rsa.size() > LARGEST_BITS) {
      throw new TokenRejectedException(
          TokenRejectionReason.KEY_WEAK,
          "the key " + RawToken.shown(key, "kid"),
          "of " + rsa.size() + " bits",
          SMALLEST_BITS + " to " + LARGEST_BITS);
    }
    return rsa;
  }

  private Base64URL base64Url(String member) throws JOSEException {
    return new Base64URL(text(member));
  }

  private String text(String member) throws JOSEException {
    if (key.values().get(member) instanceof JsonString(String text) && !text.isEmpty()) {
      return text;
    }
    throw new JOSEException("member " + member + " is not a string");
  }

  private TokenRejectedException refused(TokenRejectionReason reason, String actual) {
    return new TokenRejectedException(
        reason,
        "the key " + RawToken.shown(key, "kid"),
        actual,
        "a key for " + algorithm + " signatures");
  }
}
