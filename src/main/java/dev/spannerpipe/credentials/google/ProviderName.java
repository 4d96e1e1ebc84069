package dev.spannerpipe.credentials.google;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.text.SafeText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a workload identity provider.
///
/// @param project the project's number
/// @param pool the ID of the workload identity pool
/// @param provider the ID of the provider in the pool
public record ProviderName(String project, String pool, String provider) {
  private static final Pattern NAME =
      Pattern.compile(
          "projects/(?<project>[^/]+)/locations/global/workloadIdentityPools/(?<pool>[a-z0-9-]{4,32})"
              + "(?:/providers/(?<provider>[a-z0-9-]{4,32}))?");
  private static final String SHAPE =
      "projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>";

  /// Parses the name, which may begin with `//iam.googleapis.com/` or
  /// `https://iam.googleapis.com/`.
  ///
  /// Throws a `ConfigurationFailure` if the text is not the name of a provider. The message
  /// explains two usual mistakes: the name of a pool instead of a provider, and the ID of a project
  /// instead of its number.
  ///
  /// @param where what contains the name: a variable or a member of a file; the message of the
  ///   failure begins with it
  public static ProviderName parse(String where, String text) {
    Matcher name = NAME.matcher(text.replaceFirst("^(?:https:)?//iam\\.googleapis\\.com/", ""));
    if (!name.matches()) {
      throw refused(where, text, "is not the name of a workload identity provider", SHAPE);
    }
    if (name.group("provider") == null) {
      throw refused(
          where,
          text,
          "names a pool, not a provider of it",
          "the same name, followed by /providers/<provider>");
    }
    if (!name.group("project").matches("[0-9]+")) {
      throw refused(
          where,
          text,
          "has the project's id where its number belongs",
          "the number that gcloud projects describe "
              + SafeText.message(name.group("project"))
              + " --format='value(projectNumber)' prints");
    }
    return new ProviderName(name.group("project"), name.group("pool"), name.group("provider"));
  }

  /// Returns the resource name, which starts with `projects/`.
  @Override
  public String toString() {
    return poolName() + "/providers/" + provider;
  }

  /// Returns the provider's name in the form that the token service expects as the audience.
  String audience() {
    return "//iam.googleapis.com/" + this;
  }

  /// Returns the name that IAM and Google's audit logs use for the identity with this subject.
  String subject(String subject) {
    return "principal://iam.googleapis.com/" + poolName() + "/subject/" + subject;
  }

  /// Returns the narrowest member for an IAM binding that matches the token with these claims, and
  /// also the tokens of later runs. The member stands for the deployment environment, or for the
  /// repository if the token has no environment, or for the subject if the token has neither.
  String principal(Claims claims) {
    String pool = "//iam.googleapis.com/" + poolName();
    Optional<String> environment =
        claims
            .text("deploymentEnvironmentUuid")
            .map(uuid -> "principalSet:" + pool + "/attribute.environment/" + uuid);
    return environment
        .or(
            () ->
                claims
                    .text("repositoryUuid")
                    .map(uuid -> "principalSet:" + pool + "/attribute.repository/" + uuid))
        .orElseGet(() -> "principal:" + pool + "/subject/" + claims.subject());
  }

  private String poolName() {
    return "projects/" + project + "/locations/global/workloadIdentityPools/" + pool;
  }

  private static ConfigurationFailure refused(
      String where, String text, String mistake, String expected) {
    return new ConfigurationFailure(
        where + " \"" + SafeText.message(text) + "\" " + mistake, "Write " + expected);
  }
}
