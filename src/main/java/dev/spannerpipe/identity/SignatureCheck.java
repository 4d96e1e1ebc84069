package dev.spannerpipe.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.spannerpipe.json.Json;
import java.text.ParseException;

/// Whether the issuer signed a token: the only place that sees keys and the library for them.
final class SignatureCheck {
  private static final int SMALLEST_BITS = 2048;
  private static final int LARGEST_BITS = 8192;

  private SignatureCheck() {}

  /// Refuses a token that was not signed with this key, given as a JSON Web Key.
  static void check(RawToken token, Json.Members key) {
    try {
      JWSHeader header = JWSHeader.parse(new Base64URL(token.headerPart()));
      JWSVerifier verifier = verifier(suitable(JWK.parse(key.canonical()), header));
      byte[] signed = token.signedPart().getBytes(US_ASCII);
      if (!verifier.verify(header, signed, new Base64URL(token.signaturePart()))) {
        throw new RefusedException(
            Reason.SIGNATURE_INVALID, "its signature", "another's", "the issuer's");
      }
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      throw unsuitable(key, "not usable");
    }
  }

  private static JWK suitable(JWK key, JWSHeader header) {
    boolean forSigning =
        (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
            && (key.getKeyOperations() == null
                || key.getKeyOperations().contains(KeyOperation.VERIFY));
    boolean forAlgorithm =
        key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm());
    if (forSigning && forAlgorithm) {
      return key;
    }
    throw new RefusedException(
        Reason.KEY_UNSUITABLE,
        "the key " + Shown.quoted(key.getKeyID()),
        "for another purpose",
        "one for signatures by " + header.getAlgorithm());
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> new RSASSAVerifier(strong(rsa).toRSAPublicKey());
      case ECKey curve -> new ECDSAVerifier(curve.toECPublicKey());
      default -> throw new JOSEException("not a public key");
    };
  }

  private static RSAKey strong(RSAKey key) {
    if (key.size() < SMALLEST_BITS || key.size() > LARGEST_BITS) {
      throw new RefusedException(
          Reason.KEY_WEAK,
          "the key " + Shown.quoted(key.getKeyID()),
          "of " + key.size() + " bits",
          SMALLEST_BITS + " to " + LARGEST_BITS);
    }
    return key;
  }

  private static RefusedException unsuitable(Json.Members key, String actual) {
    return new RefusedException(
        Reason.KEY_UNSUITABLE,
        "the key " + RawToken.shown(key, "kid"),
        actual,
        "one for signatures by this algorithm");
  }
}
