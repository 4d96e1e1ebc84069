package dev.spannerpipe.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import dev.spannerpipe.testing.oidc.OidcIssuer.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A good token, and an issuer whose documents are late, broken, moved or changed.
@Concurrent
class IssuerKeysTest {
  private OidcIssuer issuer;
  private Trial trial;
  private String token;
  private String discovery;
  private String keys;

  @BeforeEach
  void open() {
    issuer = OidcIssuer.ofWorkspace("acme");
    trial = new Trial(issuer);
    token = trial.token(_ -> {});
    discovery = issuer.issuer() + "/.well-known/openid-configuration";
    keys = issuer.issuer() + "/keys.json";
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  private static UnaryOperator<Answer> failing(int times, int status) {
    AtomicInteger left = new AtomicInteger(times);
    return answer -> left.getAndDecrement() > 0 ? answer.withStatus(status) : answer;
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void triesAgainWhereTheIssuerIsBusy(int status) {
    issuer.answerDiscovery(failing(2, status));
    issuer.answerKeys(failing(2, status));

    trial.accept(token);

    assertThat(issuer.requests()).hasSize(6);
  }

  @Test
  void givesUpWhereTheIssuerStaysBusy() {
    issuer.answerKeys(answer -> answer.withStatus(503));

    trial.refuse(
        token,
        TokenRejectionReason.KEYS_UNREACHABLE,
        "the response of " + keys + " is HTTP 503, expected HTTP 200 with a JSON object");

    // Waits of half of 250 ms, 500 ms, 1 s, then 2 s each, as long as they begin within 15 s.
    assertThat(issuer.requests()).hasSize(19);
  }

  @Test
  void saysThatDiscoveryNeedsAFirstPipeline() {
    issuer.answerDiscovery(answer -> answer.withStatus(404));

    trial.refuse(
        token,
        TokenRejectionReason.DISCOVERY_UNREACHABLE,
        "the response of " + discovery + " is HTTP 404, expected HTTP 200 with a JSON object");

    assertThat(issuer.requests()).hasSize(1);
    assertThat(TokenRejectionReason.DISCOVERY_UNREACHABLE.action()).contains("oidc: true");
  }

  @Test
  void saysWhereNobodyAnswers() {
    issuer.close();

    trial.refuse(
        token,
        TokenRejectionReason.DISCOVERY_UNREACHABLE,
        "the response of "
            + discovery
            + " is missing: no connection could be made, expected HTTP 200 with a JSON object");
  }

  @Test
  void followsNoRedirect() {
    issuer.answerDiscovery(_ -> Answer.redirect("http://127.0.0.1:1/evil"));
    trial.refuse(
        token,
        TokenRejectionReason.DISCOVERY_INVALID,
        "the response of " + discovery + " is HTTP 302, expected HTTP 200 with a JSON object");

    issuer.mend();
    issuer.answerKeys(_ -> Answer.redirect(keys));
    trial.refuse(
        token,
        TokenRejectionReason.KEYS_INVALID,
        "the response of " + keys + " is HTTP 302, expected HTTP 200 with a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <html>Bad gateway</html>   | it is not JSON
          ''                         | it is not JSON
          []                         | it is not a JSON object
          {"keys":[],"keys":[]}      | it has an object with a duplicate member
          """)
  void refusesGarbage(String body, String words) {
    issuer.answerDiscovery(_ -> Answer.of(body));
    trial.refuse(
        token,
        TokenRejectionReason.DISCOVERY_INVALID,
        "the response of "
            + discovery
            + " is malformed: "
            + words
            + ", expected HTTP 200 with a JSON object");

    issuer.mend();
    issuer.answerKeys(_ -> Answer.of(body));
    trial.refuse(
        token,
        TokenRejectionReason.KEYS_INVALID,
        "the response of "
            + keys
            + " is malformed: "
            + words
            + ", expected HTTP 200 with a JSON object");
  }

  @Test
  void refusesDocumentsOverAHundredKibibytes() {
    issuer.answerKeys(answer -> Answer.of(answer.body() + " ".repeat(102_401)));

    trial.refuse(
        token,
        TokenRejectionReason.KEYS_UNREACHABLE,
        "the response of "
            + keys
            + " is missing: the response is longer than 102400 bytes, expected HTTP 200 with a JSON"
            + " object");
    assertThat(issuer.requests()).hasSize(2);
  }

  @Test
  void waitsFiveSecondsForAnAnswer() {
    TokenResult verdict =
        trial
            .verifier(
                call -> {
                  assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(5));
                  assertThat(call.limit()).isEqualTo(102_400);
                  return Trial.HTTP.send(call);
                })
            .check(new Secret(token));

    assertThat(verdict).isInstanceOf(TokenResult.Accepted.class);
  }

  @Test
  void triesAgainWhereTheConnectionBreaks() {
    AtomicInteger left = new AtomicInteger(2);

    TokenResult verdict =
        trial
            .verifier(
                call -> {
                  if (left.getAndDecrement() > 0) {
                    throw new HttpException("the connection broke", new IOException());
                  }
                  return Trial.HTTP.send(call);
                })
            .check(new Secret(token));

    assertThat(verdict).isInstanceOf(TokenResult.Accepted.class);
  }

  @Test
  void refusesADocumentThatIsAnotherIssuers() {
    issuer.answerDiscovery(answer -> Answer.of(answer.body().replace("/acme/", "/other/")));

    trial.refuse(
        token,
        TokenRejectionReason.DISCOVERY_INVALID,
        "the issuer in "
            + discovery
            + " is \""
            + issuer.issuer().replace("/acme/", "/other/")
            + "\", expected \""
            + issuer.issuer()
            + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:%d/keys.json",
        "http://127.0.0.1:1/keys.json",
        "http://localhost:%d/keys.json",
        "http://evil.example/keys.json",
        "http://127.0.0.1.evil.example:%d/keys.json",
        "http://user@127.0.0.1:%d/keys.json",
        "http://127.0.0.1:%d/keys.json#x",
        "file:///etc/passwd",
        "/keys.json",
        "http:///keys.json",
        "http:keys.json",
        "http:// /"
      })
  void takesKeysOnlyFromTheIssuersOwnHost(String address) {
    String elsewhere = address.formatted(issuer.address().getPort());
    issuer.answerDiscovery(
        _ ->
            Answer.of(
                JSONObjectUtils.toJSONString(
                    Map.of("issuer", issuer.issuer(), "jwks_uri", elsewhere))));

    // Whoever asked there would wait, or worse.
    TokenVerifier verifier =
        trial.verifier(
            call -> {
              assertThat(call.address()).hasToString(discovery);
              return Trial.HTTP.send(call);
            });

    Trial.refuse(
        verifier,
        token,
        TokenRejectionReason.KEY_ADDRESS_NOT_ALLOWED,
        "the jwks_uri in "
            + discovery
            + " is \""
            + elsewhere
            + "\", expected an address at the issuer's own host");
  }

  @Test
  void takesGooglesKeysFromWhereGoogleHasThem() {
    String address = "https://www.googleapis.com/oauth2/v3/certs";
    TrustedIssuer google =
        TrustedIssuer.of(URI.create("https://accounts.google.com"), Set.of("my-pipe"));
    OtherIssuersTest.Documents documents = new OtherIssuersTest.Documents(google, address);

    documents.accept(Map.of());
    new OtherIssuersTest.Documents(google, "https://evil.example/certs")
        .refuse(
            Map.of(),
            TokenRejectionReason.KEY_ADDRESS_NOT_ALLOWED,
            "the jwks_uri in https://accounts.google.com/.well-known/openid-configuration is"
                + " \"https://evil.example/certs\", expected an address at the issuer's own host");
  }

  @Test
  void looksOnceMoreForAKeyThatIsNotThere() {
    TokenVerifier verifier = trial.verifier();
    verifier.verify(new Secret(token));
    issuer.rotate();
    issuer.forgetRequests();

    verifier.verify(new Secret(trial.token(_ -> {})));

    assertThat(issuer.requests()).containsExactly("/keys.json");
  }

  @Test
  void takesANewKeyThatIsPublishedAMomentLate() {
    String before = new JWKSet(issuer.key().toPublicJWK()).toString();
    issuer.rotate();
    AtomicInteger reads = new AtomicInteger();
    issuer.answerKeys(answer -> reads.getAndIncrement() == 0 ? Answer.of(before) : answer);

    trial.accept(trial.token(_ -> {}));
  }

  @Test
  void saysThatAKeyMayHaveBeenRotated() {
    issuer.rotate();

    trial.refuse(
        token,
        TokenRejectionReason.KEY_NOT_FOUND,
        "header kid is \"key-0\", expected the id of a key in \"" + keys + "\"");

    assertThat(issuer.requests())
        .containsExactly("/.well-known/openid-configuration", "/keys.json", "/keys.json");
    assertThat(TokenRejectionReason.KEY_NOT_FOUND.action()).contains("rotated");
  }

  private void publish(RSAKey... published) {
    issuer.answerKeys(_ -> Answer.of(new JWKSet(List.of(published)).toString()));
  }

  @Test
  void refusesASmallKey() {
    RSAKey small = OidcIssuer.key(50, 1024);
    publish(small.toPublicJWK());
    String header = issuer.header().replace("key-0", small.getKeyID());
    byte[] payload = Trial.json(trial.claims()).getBytes(StandardCharsets.UTF_8);

    trial.refuse(
        OidcIssuer.sign(header, payload, small),
        TokenRejectionReason.KEY_WEAK,
        "the key \"key-50\" is of 1024 bits, expected 2048 to 8192");
  }

  @Test
  void refusesAKeyThatWouldTakeLong() {
    byte[] modulus = new byte[1025];
    Arrays.fill(modulus, (byte) -1);
    publish(
        new RSAKey.Builder(Base64URL.encode(modulus), issuer.key().getPublicExponent())
            .keyID("key-0")
            .build());

    trial.refuse(
        token,
        TokenRejectionReason.KEY_WEAK,
        "the key \"key-0\" is of 8200 bits, expected 2048 to 8192");
  }

  @Test
  void refusesAKeyForAnotherPurpose() {
    publish(new RSAKey.Builder(issuer.key().toPublicJWK()).keyUse(KeyUse.ENCRYPTION).build());

    trial.refuse(
        token,
        TokenRejectionReason.KEY_UNSUITABLE,
        "the key \"key-0\" is for another purpose, expected a key for RS256 signatures");
  }

  @Test
  void refusesAKeyForAnotherAlgorithm() {
    publish(
        new RSAKey.Builder(issuer.key().toPublicJWK())
            .algorithm(com.nimbusds.jose.JWSAlgorithm.PS256)
            .build());

    trial.refuse(
        token,
        TokenRejectionReason.KEY_UNSUITABLE,
        "the key \"key-0\" is for another purpose, expected a key for RS256 signatures");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"sign\"]", "7", "[]"})
  void refusesAKeyForOtherOperations(String operations) {
    String key = issuer.key().toPublicJWK().toString();
    issuer.answerKeys(
        _ -> Answer.of("{\"keys\":[{\"key_ops\":" + operations + "," + key.substring(1) + "]}"));

    trial.refuse(
        token,
        TokenRejectionReason.KEY_UNSUITABLE,
        "the key \"key-0\" is for another purpose, expected a key for RS256 signatures");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"oct\",\"kid\":\"key-0\",\"k\":\"AAAA\"}",
        "{\"kty\":\"RSA\",\"kid\":\"key-0\",\"n\":\"AQAB\"}",
        "{\"kty\":\"RSA\",\"kid\":\"key-0\",\"n\":\"\",\"e\":\"AQAB\"}",
        "{\"kid\":\"key-0\"}",
        "{\"kty\":\"RSA\",\"kid\":\"key-0\",\"n\":7,\"e\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"kid\":\"key-0\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        "{\"kty\":\"EC\",\"crv\":\"none\",\"kid\":\"key-0\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"key-0\",\"x\":\"AAAA\",\"y\":\"AAAA\"}"
      })
  void refusesAKeyThatCannotBeUsed(String key) {
    issuer.answerKeys(_ -> Answer.of("{\"keys\":[7," + key + "]}"));

    trial.refuse(
        token,
        TokenRejectionReason.KEY_UNSUITABLE,
        "the key \"key-0\" is not usable, expected a key for RS256 signatures");
  }

  @Test
  void refusesTwoKeysOfOneName() {
    String key = issuer.key().toPublicJWK().toString();
    issuer.answerKeys(_ -> Answer.of("{\"keys\":[" + key + "," + key + "]}"));

    trial.refuse(
        token,
        TokenRejectionReason.KEYS_INVALID,
        "the response of "
            + keys
            + " is several keys with the id \"key-0\", expected one key for each id");
  }

  @Test
  void refusesADocumentWithoutKeys() {
    issuer.answerKeys(_ -> Answer.of("{\"keys\":{}}"));

    trial.refuse(
        token,
        TokenRejectionReason.KEYS_INVALID,
        "the response of " + keys + " is without keys, expected one key for each id");
  }
}
