package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.aws.IamStatement;
import dev.spannerpipe.doctor.finding.SingleOrList;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/// A kind of file that `doctor` examines, the command that prints such a file, and how to recognize
/// its content.
public enum TrustFile {
  /// A workload identity provider of Google.
  GOOGLE_PROVIDER(
      "a workload identity provider",
      "gcloud iam workload-identity-pools providers describe --format=json"),
  /// The IAM policy of a service account, which lists the identities that may impersonate it.
  SERVICE_ACCOUNT_POLICY(
      "the IAM policy of a service account",
      "gcloud iam service-accounts get-iam-policy --format=json"),
  /// An AWS role, or its trust policy alone.
  AWS_ROLE("a role with its trust policy", "aws iam get-role --output json"),
  /// The inline policy of an AWS session.
  SESSION_POLICY("a session policy", "the policy's author");

  private static final String PROVIDER =
      "projects/[^/]+/locations/[^/]+/workloadIdentityPools/[^/]+/providers/[^/]+";

  private static final Set<String> POLICY = Set.of("bindings", "etag", "version", "auditConfigs");

  private final String what;
  private final String source;

  TrustFile(String what, String source) {
    this.what = what;
    this.source = source;
  }

  /// Parses a file of this kind. For an AWS role, returns only the role's trust policy. Throws a
  /// [ConfigurationFailure] if the file is of another kind.
  ///
  /// @param file the name of the file, for messages
  /// @param text the content of the file
  public JsonObject parse(String file, String text) {
    try {
      JsonObject whole = Json.parseObject(text);
      JsonObject json = this == AWS_ROLE ? trustPolicy(whole) : whole;
      if (isOfThisKind(json)) {
        return json;
      }
      throw refused(file, "not " + what);
    } catch (JsonException problem) {
      throw refused(file, String.valueOf(problem.getMessage()));
    }
  }

  private ConfigurationFailure refused(String file, String why) {
    return new ConfigurationFailure(
        "Could not read %s: it is %s".formatted(file, why),
        "Give a file with %s, as it comes from %s".formatted(what, source));
  }

  private boolean isOfThisKind(JsonObject json) {
    return switch (this) {
      case GOOGLE_PROVIDER ->
          SingleOrList.texts(json.find("name")).stream().anyMatch(name -> name.matches(PROVIDER))
              && json.find("oidc").filter(JsonObject.class::isInstance).isPresent();
      // An IAM policy without any binding has no member `bindings`.
      case SERVICE_ACCOUNT_POLICY ->
          POLICY.containsAll(json.values().keySet())
              && (json.values().get("bindings") instanceof JsonArray
                  || (json.find("bindings").isEmpty() && json.find("etag").isPresent()));
      case AWS_ROLE, SESSION_POLICY -> !IamStatement.all(json).isEmpty();
    };
  }

  private static JsonObject trustPolicy(JsonObject whole) {
    return inner(inner(whole, "Role"), "AssumeRolePolicyDocument");
  }

  private static JsonObject inner(JsonObject json, String member) {
    Optional<Json> found = json.find(member);
    return found.orElse(json) instanceof JsonObject members ? members : Json.object();
  }
}
