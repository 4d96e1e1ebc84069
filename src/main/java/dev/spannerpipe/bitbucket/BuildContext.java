package dev.spannerpipe.bitbucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.record.Chain;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the environment of a step says about the build that it belongs to.
///
/// Nothing of it is verified: whoever writes the pipeline can set each of these variables. It may
/// be shown and recorded, and never decides what is allowed; only the claims of a verified token
/// may. Outside of Bitbucket everything is absent. Source: [Variables and
/// secrets](https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/).
///
/// @param commit the full hash; in a pull request the source's
/// @param repository workspace and repository, `team/shop`
/// @param repositoryUuid in braces, as all UUIDs here
/// @param buildNumber counts the repository's pipelines
/// @param pipelineUuid the same for all runs of all steps of a pipeline
/// @param stepUuid another one for each run of a step
/// @param stepRunNumber counts the runs of the step, from 1
/// @param parallelStep the step's place among parallel ones, from 0
/// @param environment the deployment environment's name
/// @param branch the source branch; absent for a tag's pipeline
/// @param pullRequest its number, only in a pull request's pipeline
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

  /// Reads the process's environment. Blank variables and such as were never expanded (`${X}`) are
  /// absent.
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

  /// Returns where a person can see the build, and in it the step where that is known.
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

  /// Returns who asked, as far as that can be told without a token: `repository`, `repositoryUuid`,
  /// `environment`, `environmentUuid`, `pipeline` and `step`. There is no `issuer`, which says that
  /// nobody vouches for it.
  public Map<String, String> subject() {
    Map<String, String> subject = new TreeMap<>();
    put(subject, "repository", repository);
    put(subject, "repositoryUuid", repositoryUuid);
    put(subject, "environment", environment);
    put(subject, "environmentUuid", environmentUuid);
    put(subject, "pipeline", pipelineUuid);
    put(subject, "step", stepUuid);
    return subject;
  }

  /// Returns what is equal for all runs of the same step and for nothing else: a SHA-256 over
  /// pipeline, environment, changelog and place among parallel steps. The step's UUID is not in it,
  /// as a re-run has another one. Empty where the pipeline is not known.
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

  /// Only a re-run has a higher number, so 1 for what cannot be read takes nothing over.
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
