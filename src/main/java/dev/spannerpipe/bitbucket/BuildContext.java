package dev.spannerpipe.bitbucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.record.Chain;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The build to which a step belongs, as the environment describes it.
///
/// The values are not verified: anyone who can edit the pipeline can set each of these variables.
/// The values may be shown and recorded, but they never decide what is allowed. Only the claims of
/// a verified token decide that. Outside of Bitbucket, all values are absent. Source: [Variables
/// and secrets](https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/).
///
/// @param commit the full hash of the commit; in a pull request, of the source commit
/// @param repository the names of workspace and repository, for example `team/shop`
/// @param repositoryUuid the UUID of the repository; all UUIDs of this record are in braces
/// @param buildNumber the number of the pipeline within the repository
/// @param pipelineUuid the UUID of the pipeline; the same for all runs of all steps of the pipeline
/// @param stepUuid the UUID of this run of the step; a re-run has another UUID
/// @param stepRunNumber the number of this run of the step, from 1
/// @param parallelStep the index of the step among parallel steps, from 0
/// @param environment the name of the deployment environment
/// @param branch the source branch; absent in a tag's pipeline
/// @param pullRequest the number of the pull request; absent outside a pull request's pipeline
public record BuildContext(
    @Nullable String commit,
    @Nullable String repository,
    @Nullable String repositoryUuid,
    @Nullable String buildNumber,
    @Nullable String pipelineUuid,
    @Nullable String stepUuid,
    long stepRunNumber,
    @Nullable String parallelStep,
    @Nullable String environment,
    @Nullable String environmentUuid,
    @Nullable String branch,
    @Nullable String tag,
    @Nullable String pullRequest) {

  /// Reads the build from the environment variables of the process. A blank variable, or an
  /// unexpanded `${X}`, counts as absent.
  public static BuildContext from(Map<String, String> environment) {
    return new BuildContext(
        find(environment, "BITBUCKET_COMMIT"),
        find(environment, "BITBUCKET_REPO_FULL_NAME"),
        find(environment, "BITBUCKET_REPO_UUID"),
        find(environment, "BITBUCKET_BUILD_NUMBER"),
        find(environment, "BITBUCKET_PIPELINE_UUID"),
        find(environment, "BITBUCKET_STEP_UUID"),
        runNumber(find(environment, "BITBUCKET_STEP_RUN_NUMBER")),
        find(environment, "BITBUCKET_PARALLEL_STEP"),
        find(environment, "BITBUCKET_DEPLOYMENT_ENVIRONMENT"),
        find(environment, "BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID"),
        find(environment, "BITBUCKET_BRANCH"),
        find(environment, "BITBUCKET_TAG"),
        find(environment, "BITBUCKET_PR_ID"));
  }

  /// Returns the URL of the step, or the URL of the build if the step is not known.
  public Optional<String> buildUrl() {
    if (repository == null || buildNumber == null) {
      return Optional.empty();
    }
    String pipeline =
        "https://bitbucket.org/"
            + encode(repository).replace("%2F", "/")
            + "/pipelines/results/"
            + encode(buildNumber);
    return Optional.of(stepUuid == null ? pipeline : pipeline + "/steps/" + encode(stepUuid));
  }

  /// Returns who requested the run, as far as that is known without a token: `repository`,
  /// `repositoryUuid`, `environment`, `environmentUuid`, `branch`, `pipeline` and `step`. The
  /// result has no `issuer`, which shows that no token confirms these values.
  public Map<String, String> subject() {
    Map<String, String> subject = new TreeMap<>();
    put(subject, "repository", repository);
    put(subject, "repositoryUuid", repositoryUuid);
    put(subject, "environment", environment);
    put(subject, "environmentUuid", environmentUuid);
    put(subject, "branch", branch);
    put(subject, "pipeline", pipelineUuid);
    put(subject, "step", stepUuid);
    return subject;
  }

  /// Returns the key by which a re-run of a step recognizes the lease (the right to change the
  /// database) of an earlier run of the same step. The key is a SHA-256 of the pipeline, the
  /// environment, the changelog and the step's index among parallel steps. The key does not depend
  /// on the UUID of the step, because a re-run has another UUID. Returns empty if the pipeline is
  /// not known.
  public Optional<String> takeoverKey(String changelogFile) {
    if (pipelineUuid == null) {
      return Optional.empty();
    }
    return Optional.of(
        Chain.hash(
            Json.object()
                .with("pipeline", pipelineUuid)
                .with("environment", environmentUuid)
                .with("parallelStep", parallelStep)
                .with("changelog", changelogFile)));
  }

  private static @Nullable String find(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    boolean unexpanded = value.startsWith("${") && value.endsWith("}");
    return value.isEmpty() || unexpanded ? null : value;
  }

  /// Parses the number of this run of the step. Only a re-run has a number above 1, and only a
  /// re-run may take over the lease of an earlier run. An unreadable number becomes 1, so that the
  /// run takes over no lease.
  private static long runNumber(@Nullable String text) {
    return text != null && text.matches("[1-9][0-9]{0,8}") ? Long.parseLong(text) : 1;
  }

  private static void put(Map<String, String> map, String name, @Nullable String value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
