package dev.spannerpipe.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A token that is trusted, with one thing of its form, header or signature changed, and signed
/// again where an attacker could.
class TokenFormTest {
  private static OidcIssuer issuer;
  private Trial trial;
  private String token;

  @BeforeAll
  static void open() {
    issuer = OidcIssuer.ofWorkspace("acme");
  }

  @AfterAll
  static void close() {
    issuer.close();
  }

  @BeforeEach
  void sign() {
    trial = new Trial(issuer);
    token = trial.token(_ -> {});
  }

  private void refuse(String changed, TokenRejectionReason reason, String words) {
    trial.accept(token);
    trial.refuse(changed, reason, words);
  }

  @Test
  void refusesWhatIsTooShort() {
    refuse(
        "eyJh.e30.c2ln",
        TokenRejectionReason.TOKEN_SIZE,
        "its length is 13 characters, expected 64 to 16384");
  }

  @Test
  void refusesAMegabyteOfPayload() {
    refuse(
        trial.token("note", "x".repeat(1_000_000)),
        TokenRejectionReason.TOKEN_SIZE,
        "its length is "
            + trial.token("note", "x".repeat(1_000_000)).length()
            + " characters, expected 64 to 16384");
  }

  @ParameterizedTest
  @ValueSource(strings = {" %s", "%s\n", "%s\r\n", "\t%s", "%s\u00a0\u2003"})
  void refusesWhiteSpaceAroundIt(String around) {
    refuse(
        around.formatted(token),
        TokenRejectionReason.TOKEN_WHITESPACE,
        "its text is interrupted or surrounded by white space, expected only the token");
  }

  @Test
  void refusesOtherCharacters() {
    refuse(
        token.replace("e", "е"),
        TokenRejectionReason.TOKEN_CHARACTERS,
        "it is not plain ASCII, expected base64url parts between dots");
  }

  @ParameterizedTest
  @CsvSource({
    "%1$s..%3$s, '3, one of them empty'",
    "%1$s.%2$s., '3, one of them empty'",
    ".%2$s.%3$s, '3, one of them empty'",
    "%1$s.%2$s, 2",
    "%1$s.%2$s.%3$s.%3$s, 4",
    "%1$s.%2$s.%3$s.%3$s.%3$s, 5"
  })
  void refusesAnyNumberOfPartsButThree(String shape, String actual) {
    String[] parts = token.split("\\.", -1);

    refuse(
        shape.formatted(parts[0], parts[1], parts[2]),
        TokenRejectionReason.TOKEN_PARTS,
        "its number of parts is " + actual + ", expected 3 (header, payload and signature)");
  }

  @Test
  void refusesASecondSpellingOfTheSameSignature() {
    // 256 bytes leave 4 bits of the last character without meaning.
    char last = token.charAt(token.length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    String respelt =
        token.substring(0, token.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);

    refuse(
        respelt,
        TokenRejectionReason.TOKEN_ENCODING,
        "its signature is not base64url, expected base64url without padding");
  }

  @Test
  void refusesALengthThatNoBytesHave() {
    // 4 n + 2 characters, of which one is missing.
    refuse(
        token.substring(0, token.length() - 1),
        TokenRejectionReason.TOKEN_ENCODING,
        "its signature is not base64url, expected base64url without padding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "+", "/", "*", "%3D"})
  void refusesOtherAlphabets(String character) {
    refuse(
        token + character,
        TokenRejectionReason.TOKEN_ENCODING,
        "its signature is not base64url, expected base64url without padding");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"alg":"RS256","alg":"none","kid":"key-0"}           | it has an object with a duplicate member
          {"alg":"RS256","kid":"key-0"} {}                     | it is not JSON
          {"alg":"RS256","kid":"key-0"                         | it is not JSON
          {'alg':'RS256','kid':'key-0'}                        | it is not JSON
          [{"alg":"RS256","kid":"key-0"}]                      | it is not a JSON object
          {"alg":"RS256","kid":"key-0","x":1.5}                | it has a number that is too large or not an integer
          {"alg":"RS256","kid":"key-0","x":"\\ud800"}          | it has an unpaired surrogate
          """)
  void refusesAHeaderThatTwoReadersUnderstandDifferently(String header, String actual) {
    refuse(
        trial.tokenWithHeader(header),
        TokenRejectionReason.HEADER_MALFORMED,
        "its header is malformed: " + actual + ", expected a JSON object");
  }

  @Test
  void refusesAHeaderThatIsNotUtf8() {
    byte[] header = "{\"alg\":\"RS256\",\"kid\":\"key-0\",\"x\":\"\u00e9\"}".getBytes(UTF_8);
    header[header.length - 3] = 'x';

    refuse(
        Base64URL.encode(header) + token.substring(token.indexOf('.')),
        TokenRejectionReason.HEADER_MALFORMED,
        "its header is malformed: it is not UTF-8, expected a JSON object");
  }

  @Test
  void refusesDeepNesting() {
    String header =
        "{\"alg\":\"RS256\",\"kid\":\"key-0\",\"x\":" + "[".repeat(3000) + "]".repeat(3000) + "}";

    refuse(
        trial.tokenWithHeader(header),
        TokenRejectionReason.HEADER_MALFORMED,
        "its header is malformed: it is not JSON, expected a JSON object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "nOnE", "HS256", "RS512", "ES256", "PS256", "rs256", ""})
  void refusesOtherAlgorithms(String algorithm) {
    refuse(
        trial.tokenWithHeader("{\"alg\":\"" + algorithm + "\",\"kid\":\"key-0\"}"),
        TokenRejectionReason.ALGORITHM_NOT_ALLOWED,
        "header alg is \"" + algorithm + "\", expected \"RS256\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"kid":"key-0"}                 | absent
          {"alg":null,"kid":"key-0"}      | null
          {"alg":["RS256"],"kid":"key-0"} | "RS256"
          """)
  void refusesAnAlgorithmThatIsNoText(String header, String actual) {
    refuse(
        trial.tokenWithHeader(header),
        TokenRejectionReason.ALGORITHM_NOT_ALLOWED,
        "header alg is " + actual + ", expected \"RS256\"");
  }

  @Test
  void refusesThePublicKeyAsASharedSecret() throws JOSEException {
    JWSObject confused =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-0").build(),
            new Payload(Trial.json(trial.claims())));
    confused.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));

    refuse(
        confused.serialize(),
        TokenRejectionReason.ALGORITHM_NOT_ALLOWED,
        "header alg is \"HS256\", expected \"RS256\"");
  }

  @Test
  void refusesAMissingKeyId() {
    refuse(
        trial.tokenWithHeader("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"),
        TokenRejectionReason.KEY_ID_MISSING,
        "header kid is absent, expected the id of one of the issuer's keys");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ""             | ""
          "a b"          | "a b"
          "../../etc"    | "../../etc"
          "key\\u202e0"  | "key\\u202e0"
          7              | the number 7
          null           | null
          """)
  void refusesAKeyIdThatIsNone(String keyId, String actual) {
    boolean strange = actual.contains("etc");
    trial.refuse(
        trial.tokenWithHeader("{\"alg\":\"RS256\",\"kid\":" + keyId + "}"),
        strange ? TokenRejectionReason.KEY_NOT_FOUND : TokenRejectionReason.KEY_ID_MALFORMED,
        "header kid is "
            + actual
            + ", expected the id of "
            + (strange
                ? "a key in \"" + issuer.issuer() + "/keys.json\""
                : "one of the issuer's keys"));
  }

  @Test
  void refusesALongKeyId() {
    refuse(
        trial.tokenWithHeader("{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(257) + "\"}"),
        TokenRejectionReason.KEY_ID_MALFORMED,
        "header kid is \""
            + "k".repeat(120)
            + "…\" (257 characters), expected the id of one of the"
            + " issuer's keys");
  }

  @ParameterizedTest
  @CsvSource({"'\"at+jwt\"','\"at+jwt\"'", "'\"jwt\"','\"jwt\"'", "null,null", "1,the number 1"})
  void refusesTokensOfOtherTypes(String type, String actual) {
    refuse(
        trial.tokenWithHeader("{\"alg\":\"RS256\",\"kid\":\"key-0\",\"typ\":" + type + "}"),
        TokenRejectionReason.TYPE_NOT_ALLOWED,
        "header typ is " + actual + ", expected \"JWT\" or none");
  }

  @Test
  void takesATokenWithoutType() {
    trial.accept(trial.tokenWithHeader("{\"alg\":\"RS256\",\"kid\":\"key-0\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jku  | "https://evil.example/keys.json"
          x5u  | "https://evil.example/cert.pem"
          jwk  | {"kty":"RSA"}
          x5c  | ["MIIB"]
          crit | ["exp"]
          b64  | false
          zip  | "DEF"
          cty  | "JWT"
          enc  | "A256GCM"
          """)
  void refusesHeadersThatOnlyAnAttackerNeeds(String name, String value) {
    refuse(
        trial.tokenWithHeader(
            "{\"alg\":\"RS256\",\"kid\":\"key-0\",\"" + name + "\":" + value + "}"),
        TokenRejectionReason.HEADER_NOT_ALLOWED,
        "header " + name + " is present, expected absent");
  }

  @Test
  void refusesAChangedPayload() {
    String[] parts = token.split("\\.", -1);
    String payload =
        Base64URL.encode(new Base64URL(parts[1]).decodeToString().replace("main", "prod"))
            .toString();

    refuse(
        parts[0] + "." + payload + "." + parts[2],
        TokenRejectionReason.SIGNATURE_INVALID,
        "its signature is invalid, expected a signature by the issuer's key");
  }

  @Test
  void refusesAnotherKeyWithTheSameId() {
    byte[] payload = Trial.json(trial.claims()).getBytes(UTF_8);

    refuse(
        OidcIssuer.sign(issuer.header(), payload, OidcIssuer.key(77, 2048)),
        TokenRejectionReason.SIGNATURE_INVALID,
        "its signature is invalid, expected a signature by the issuer's key");
  }
}
