package dev.spannerpipe.testing.cloud;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.spannerpipe.testing.tls.Exposure;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// AWS's token service, as far as `AssumeRoleWithWebIdentity` goes.
///
/// @see <a
///   href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">the
///   action</a>
public final class AwsSts extends StandIn {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private final Supplier<Instant> clock;
  private final Map<String, List<String>> clientIds = new ConcurrentHashMap<>();
  private final Map<String, Role> roles = new ConcurrentHashMap<>();
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private volatile String google = "";
  private volatile int packedLimit = 2048;
  private volatile Optional<Instant> answeredEnd = Optional.empty();

  /// A role.
  ///
  /// @param longest its maximum session duration in seconds
  private record Role(TrustPolicy trust, int longest) {}

  /// A session that was given.
  public record Session(
      String sessionName,
      String policy,
      int seconds,
      String accessKeyId,
      String secretAccessKey,
      String sessionToken,
      Instant endsAt) {}

  /// Starts one that goes by this clock.
  public AwsSts(Supplier<Instant> clock) {
    this(clock, Exposure.LOOPBACK);
  }

  /// Starts one that goes by this clock and is reached like this, as are the issuers that it knows.
  public AwsSts(Supplier<Instant> clock, Exposure exposure) {
    super(exposure);
    this.clock = clock;
  }

  /// Makes an identity provider known to the account.
  public void register(String issuer, String... audiences) {
    clientIds.put(issuer, List.of(audiences));
  }

  /// Forgets all identity providers.
  public void forgetProviders() {
    clientIds.clear();
  }

  /// Says which issuer stands for Google, whom every account knows.
  public void setGoogle(String issuer) {
    google = issuer;
  }

  /// Makes a role.
  public void role(String arn, String trustPolicy, int longestSeconds) {
    roles.put(arn, new Role(TrustPolicy.parse(trustPolicy), longestSeconds));
  }

  /// Lets policies of this many characters fill the room for them.
  public void packInto(int characters) {
    packedLimit = characters;
  }

  /// Says of each session that it ends then.
  public void endSessionsAt(Instant end) {
    answeredEnd = Optional.of(end);
  }

  /// Returns the sessions that were given.
  public List<Session> sessions() {
    return List.copyOf(sessions);
  }

  /// Returns an error as the service writes it.
  public static Reply error(int status, String code, String message) {
    return Reply.of(
        status,
        "text/xml",
        """
        <ErrorResponse xmlns="%s">
          <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
          <RequestId>2f1d6b3c-5a0e-4c55-9d51-6ad0e5b3a001</RequestId>
        </ErrorResponse>
        """
            .formatted(NAMESPACE, code, message.replace("&", "&amp;").replace("<", "&lt;")));
  }

  @Override
  Reply answer(Received request) {
    Map<String, String> form = request.form();
    if (!"AssumeRoleWithWebIdentity".equals(form.get("Action"))
        || !"2011-06-15".equals(form.get("Version"))) {
      return error(400, "InvalidAction", "Could not find operation");
    }
    Optional<Reply> wrong = grammar(form);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    try {
      return identity(form);
    } catch (TrustedIssuer.ForgedException _) {
      return error(400, "InvalidIdentityToken", "The ID Token provided is not a valid JWT.");
    } catch (TrustedIssuer.UnreachableException _) {
      return error(
          400,
          "InvalidIdentityToken",
          "Couldn't retrieve verification key from your identity provider, please reference"
              + " AssumeRoleWithWebIdentity documentation for requirements");
    }
  }

  private Optional<Reply> grammar(Map<String, String> form) {
    if (!form.getOrDefault("RoleSessionName", "").matches("[\\w+=,.@-]{2,64}")) {
      return Optional.of(error(400, "ValidationError", "1 validation error: roleSessionName"));
    }
    String policy = form.getOrDefault("Policy", "{}");
    if (policy.length() > 2048 || !policy.matches("[\\u0020-\\u00FF]+")) {
      return Optional.of(error(400, "ValidationError", "1 validation error: policy"));
    }
    int seconds = seconds(form);
    return seconds < 900 || seconds > 43_200
        ? Optional.of(error(400, "ValidationError", "1 validation error: durationSeconds"))
        : Optional.empty();
  }

  private static int seconds(Map<String, String> form) {
    return Integer.parseInt(form.getOrDefault("DurationSeconds", "3600"));
  }

  private Reply identity(Map<String, String> form)
      throws TrustedIssuer.ForgedException, TrustedIssuer.UnreachableException {
    String token = form.getOrDefault("WebIdentityToken", "");
    String issuer = String.valueOf(TrustedIssuer.unchecked(token).getIssuer());
    boolean fromGoogle = issuer.equals(google);
    List<String> audiences = clientIds.get(issuer);
    if (audiences == null && !fromGoogle) {
      return error(
          400,
          "InvalidIdentityToken",
          "No OpenIDConnect provider found in your account for " + issuer);
    }
    JWTClaimsSet claims = new TrustedIssuer(issuer, exposure).verified(token);
    if (!clock.get().isBefore(claims.getExpirationTime().toInstant())) {
      return error(400, "ExpiredTokenException", "Token expired: current date/time must be before");
    }
    if (!fromGoogle && claims.getAudience().stream().noneMatch(audiences::contains)) {
      return error(400, "InvalidIdentityToken", "Incorrect token audience");
    }
    return role(form, fromGoogle ? googleKeys(claims) : keys(issuer, claims), issuer, fromGoogle);
  }

  private Reply role(
      Map<String, String> form, Map<String, String> keys, String issuer, boolean fromGoogle) {
    String arn = form.getOrDefault("RoleArn", "");
    Role role = roles.get(arn);
    keys.put("sts:RoleSessionName", form.get("RoleSessionName"));
    String account = arn.split(":", -1).length > 4 ? arn.split(":", -1)[4] : "";
    String federated =
        fromGoogle
            ? "accounts.google.com"
            : "arn:aws:iam::" + account + ":oidc-provider/" + prefix(issuer);
    if (role == null || !role.trust().allows(federated, keys)) {
      return error(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }
    if (seconds(form) > role.longest()) {
      return error(
          400,
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    int packed = form.getOrDefault("Policy", "").length() * 100 / packedLimit;
    return packed > 100
        ? error(
            400,
            "PackedPolicyTooLarge",
            "Packed policy consumes " + packed + "% of allotted space, please use smaller policy.")
        : granted(form, arn, packed);
  }

  private Reply granted(Map<String, String> form, String arn, int packed) {
    String name = form.get("RoleSessionName");
    int number = sessions.size() + 1;
    String key = "ASIA%016d".formatted(number);
    String sessionToken = "IQoJb3JpZ2luX2VjE" + random(32);
    String secret = "wJalrXUtnFEMI/K7MDENG+" + random(9);
    Instant endsAt =
        answeredEnd.orElseGet(
            () -> clock.get().plusSeconds(seconds(form)).truncatedTo(ChronoUnit.SECONDS));
    sessions.add(
        new Session(
            name,
            form.getOrDefault("Policy", ""),
            seconds(form),
            key,
            secret,
            sessionToken,
            endsAt));
    String assumed = arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/" + name;
    return Reply.of(
        200,
        "text/xml",
        """
        <AssumeRoleWithWebIdentityResponse xmlns="%s">
          <AssumeRoleWithWebIdentityResult>
            <AssumedRoleUser><Arn>%s</Arn><AssumedRoleId>AROA:%s</AssumedRoleId></AssumedRoleUser>
            <Credentials>
              <AccessKeyId>%s</AccessKeyId>
              <SecretAccessKey>%s</SecretAccessKey>
              <SessionToken>%s</SessionToken>
              <Expiration>%s</Expiration>
            </Credentials>
            <PackedPolicySize>%d</PackedPolicySize>
          </AssumeRoleWithWebIdentityResult>
          <ResponseMetadata><RequestId>2f1d6b3c-5a0e-4c55-9d51-6ad0e5b3a002</RequestId></ResponseMetadata>
        </AssumeRoleWithWebIdentityResponse>
        """
            .formatted(NAMESPACE, assumed, name, key, secret, sessionToken, endsAt, packed));
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static Map<String, String> keys(String issuer, JWTClaimsSet claims) {
    Map<String, String> keys = new HashMap<>();
    keys.put(prefix(issuer) + ":aud", claims.getAudience().getFirst());
    keys.put(prefix(issuer) + ":sub", claims.getSubject());
    return keys;
  }

  private static Map<String, String> googleKeys(JWTClaimsSet claims) {
    Map<String, String> keys = new HashMap<>();
    keys.put("accounts.google.com:oaud", claims.getAudience().getFirst());
    keys.put("accounts.google.com:aud", String.valueOf(claims.getClaim("azp")));
    keys.put("accounts.google.com:sub", claims.getSubject());
    return keys;
  }

  private static String prefix(String issuer) {
    URI address = URI.create(issuer);
    return address.getAuthority() + address.getPath();
  }
}
