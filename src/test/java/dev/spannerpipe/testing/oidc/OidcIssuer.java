package dev.spannerpipe.testing.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spannerpipe.testing.PlatformThreads;
import dev.spannerpipe.testing.tls.Exposure;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A real issuer of OIDC tokens: it publishes a discovery document and keys, and signs whatever it
/// is told to. Its answers can be late, broken or wrong on demand.
public final class OidcIssuer implements AutoCloseable {
  private static final Map<Integer, RSAKey> KEYS = new ConcurrentHashMap<>();

  private final HttpServer server;
  private final String issuer;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger currentKey = new AtomicInteger();
  private volatile UnaryOperator<Answer> discovery = UnaryOperator.identity();
  private volatile UnaryOperator<Answer> keys = UnaryOperator.identity();

  /// What the server answers.
  ///
  /// @param location where a redirect leads; empty for none
  public record Answer(int status, String location, String body) {
    /// Returns an answer with this body.
    public static Answer of(String body) {
      return new Answer(200, "", body);
    }

    /// Returns the same with another status.
    public Answer withStatus(int newStatus) {
      return new Answer(newStatus, location, body);
    }

    /// Returns a redirect.
    public static Answer redirect(String location) {
      return new Answer(302, location, "");
    }
  }

  private OidcIssuer(String path, int port, Exposure exposure) {
    server = exposure.httpServer(port);
    issuer = exposure.address(server.getAddress().getPort()) + path;
    server.createContext(path + "/.well-known/openid-configuration", this::discovery);
    server.createContext(path + "/keys.json", this::keys);
    server.setExecutor(PlatformThreads.executor());
    server.start();
  }

  /// Starts one that looks like Bitbucket's for this workspace, on a free port.
  public static OidcIssuer ofWorkspace(String workspace) {
    return ofWorkspace(workspace, 0);
  }

  /// Starts one that looks like Bitbucket's for this workspace, on a free port, and is reached like
  /// this.
  public static OidcIssuer ofWorkspace(String workspace, Exposure exposure) {
    return new OidcIssuer(pathOf(workspace), 0, exposure);
  }

  /// Starts one that looks like Bitbucket's for this workspace.
  public static OidcIssuer ofWorkspace(String workspace, int port) {
    return new OidcIssuer(pathOf(workspace), port, Exposure.LOOPBACK);
  }

  private static String pathOf(String workspace) {
    return "/2.0/workspaces/" + workspace + "/pipelines-config/identity/oidc";
  }

  /// Starts one at a path of its own, on a free port.
  public static OidcIssuer at(String path) {
    return new OidcIssuer(path, 0, Exposure.LOOPBACK);
  }

  /// Returns the address that the claim `iss` has.
  public String issuer() {
    return issuer;
  }

  /// Returns the same as an address.
  public URI address() {
    return URI.create(issuer);
  }

  /// Returns the path of each request so far, without the issuer's own.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /// Forgets the requests so far.
  public void forgetRequests() {
    requests.clear();
  }

  /// Signs these claims, as Bitbucket does; `iss` is added where it is not among them.
  public String issue(Map<String, Object> claims) {
    Map<String, Object> all = new java.util.LinkedHashMap<>(Map.of("iss", issuer));
    all.putAll(claims);
    return sign(header(), JSONObjectUtils.toJSONString(all));
  }

  /// Returns the header of an ordinary token.
  public String header() {
    return "{\"alg\":\"RS256\",\"kid\":\"" + key().getKeyID() + "\",\"typ\":\"JWT\"}";
  }

  /// Signs what may be no token at all.
  public String sign(String header, String payload) {
    return sign(header, payload.getBytes(UTF_8), key());
  }

  /// Signs with a key that need not be published.
  public static String sign(String header, byte[] payload, RSAKey key) {
    try {
      String signed = Base64URL.encode(header) + "." + Base64URL.encode(payload);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.toPrivateKey());
      signature.update(signed.getBytes(US_ASCII));
      return signed + "." + Base64URL.encode(signature.sign());
    } catch (GeneralSecurityException | JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Returns the key that signs now.
  public RSAKey key() {
    return key(currentKey.get(), 2048);
  }

  /// Returns a key of this size that is the same for each number, as making one takes long.
  public static RSAKey key(int number, int bits) {
    return KEYS.computeIfAbsent(
        number * 100_000 + bits,
        _ -> {
          try {
            return new RSAKeyGenerator(bits, true).keyID("key-" + number).generate();
          } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
          }
        });
  }

  /// Signs with a new key from now on, and no longer publishes the old one.
  public void rotate() {
    currentKey.incrementAndGet();
  }

  /// Changes the discovery document's answers from now on.
  public void answerDiscovery(UnaryOperator<Answer> change) {
    discovery = change;
  }

  /// Changes the keys' answers from now on.
  public void answerKeys(UnaryOperator<Answer> change) {
    keys = change;
  }

  /// Answers well again.
  public void mend() {
    discovery = UnaryOperator.identity();
    keys = UnaryOperator.identity();
  }

  private void discovery(HttpExchange exchange) throws IOException {
    String document =
        JSONObjectUtils.toJSONString(
            Map.of(
                "issuer", issuer,
                "jwks_uri", issuer + "/keys.json",
                "response_types_supported", List.of("id_token"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256")));
    answer(exchange, discovery.apply(Answer.of(document)));
  }

  private void keys(HttpExchange exchange) throws IOException {
    answer(exchange, keys.apply(Answer.of(new JWKSet(key().toPublicJWK()).toString())));
  }

  private void answer(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI().getPath().substring(address().getPath().length()));
      if (!answer.location().isEmpty()) {
        exchange.getResponseHeaders().set("Location", answer.location());
      }
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
