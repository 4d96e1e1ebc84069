package dev.spannerpipe.testing.cloud;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.spannerpipe.testing.cloud.IssuedTokens.Issued;
import dev.spannerpipe.testing.tls.Exposure;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Google's credentials service: tokens of service accounts, for those that may act as them.
///
/// @see <a
///   href="https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken">the
///   method</a>
public final class GoogleIamCredentials extends StandIn {
  private static final Pattern PATH =
      Pattern.compile("/v1/projects/-/serviceAccounts/([^/:]+):generateAccessToken");

  private final IssuedTokens tokens;
  private final Map<String, Set<String>> bindings = new ConcurrentHashMap<>();
  private volatile long longest = 3600;
  private volatile boolean enabled = true;

  /// Starts one that takes only tokens that were given.
  public GoogleIamCredentials(IssuedTokens tokens, Exposure exposure) {
    super(exposure);
    this.tokens = tokens;
  }

  /// Lets these members act as the account.
  public void bind(String account, String... members) {
    bindings.put(account, Set.of(members));
  }

  /// Gives tokens that are good for at most this long.
  public void limit(long seconds) {
    longest = seconds;
  }

  /// Switches the API off.
  public void disable() {
    enabled = false;
  }

  @Override
  Reply answer(Received request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches() || !request.method().equals("POST")) {
      return Reply.googleError(404, "NOT_FOUND", "Requested entity was not found.");
    }
    Optional<Issued> caller = request.bearer().flatMap(tokens::find);
    if (caller.isEmpty()) {
      return Reply.googleError(
          401,
          "UNAUTHENTICATED",
          "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
              + " cookie or other valid authentication credential.");
    }
    if (!enabled) {
      return Reply.googleError(
          403,
          "PERMISSION_DENIED",
          "SERVICE_DISABLED",
          "IAM Service Account Credentials API has not been used in project 123456789012 before or"
              + " it is disabled.");
    }
    if (!caller.get().hasScope("cloud-platform", "iam")) {
      return Reply.googleError(
          403,
          "PERMISSION_DENIED",
          "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
          "Request had insufficient authentication scopes.");
    }
    return token(path.group(1), caller.get(), request.body());
  }

  private Reply token(String account, Issued caller, String body) {
    if (bindings.getOrDefault(account, Set.of()).stream()
        .noneMatch(member -> isMember(member, caller))) {
      return Reply.googleError(
          403,
          "PERMISSION_DENIED",
          "IAM_PERMISSION_DENIED",
          "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not"
              + " exist).");
    }
    try {
      Map<String, Object> wanted = JSONObjectUtils.parse(body);
      String[] scopes = JSONObjectUtils.getStringArray(wanted, "scope");
      long seconds =
          Long.parseLong(String.valueOf(wanted.getOrDefault("lifetime", "3600s")).replace("s", ""));
      return scopes == null || scopes.length == 0
          ? invalid("Scope required.")
          : granted(account, Arrays.asList(scopes), seconds);
    } catch (ParseException | NumberFormatException _) {
      return invalid("Invalid JSON payload received.");
    }
  }

  private Reply granted(String account, List<String> scopes, long seconds) {
    if (seconds > 3600) {
      return invalid("The access token lifetime cannot exceed 3600 seconds.");
    }
    Instant end =
        tokens.now().plusSeconds(Math.min(seconds, longest)).truncatedTo(ChronoUnit.SECONDS);
    String token = tokens.issue(new Issued(account, scopes, end, Map.of()));
    return Reply.json(200, Map.of("accessToken", token, "expireTime", end.toString()));
  }

  private static boolean isMember(String member, Issued caller) {
    String pool = "//iam.googleapis.com/" + caller.attributes().get("pool");
    if (member.equals("principalSet:" + pool + "/*") || member.equals(caller.principal())) {
      return true;
    }
    String attribute = "principalSet:" + pool + "/attribute.";
    if (!member.startsWith(attribute)) {
      return false;
    }
    List<String> parts = Arrays.asList(member.substring(attribute.length()).split("/", 2));
    return parts.getLast().equals(caller.attributes().get("attribute." + parts.getFirst()));
  }

  private static Reply invalid(String message) {
    return Reply.googleError(400, "INVALID_ARGUMENT", message);
  }
}
