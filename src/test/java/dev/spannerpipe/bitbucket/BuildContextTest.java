package dev.spannerpipe.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildContextTest {
  private static final Map<String, String> STEP =
      Map.ofEntries(
          Map.entry("BITBUCKET_COMMIT", "c0ffee"),
          Map.entry("BITBUCKET_REPO_FULL_NAME", "team/shop"),
          Map.entry("BITBUCKET_REPO_UUID", "{r}"),
          Map.entry("BITBUCKET_BUILD_NUMBER", "7"),
          Map.entry("BITBUCKET_PIPELINE_UUID", "{p}"),
          Map.entry("BITBUCKET_STEP_UUID", "{s}"),
          Map.entry("BITBUCKET_STEP_RUN_NUMBER", "2"),
          Map.entry("BITBUCKET_PARALLEL_STEP", "0"),
          Map.entry("BITBUCKET_DEPLOYMENT_ENVIRONMENT", "production"),
          Map.entry("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID", "{e}"),
          Map.entry("BITBUCKET_BRANCH", "main"),
          Map.entry("BITBUCKET_TAG", "v1"),
          Map.entry("BITBUCKET_PR_ID", "12"));

  @Test
  void readsWhatBitbucketTells() {
    assertThat(BuildContext.from(STEP))
        .isEqualTo(
            new BuildContext(
                "c0ffee",
                "team/shop",
                "{r}",
                "7",
                "{p}",
                "{s}",
                2,
                "0",
                "production",
                "{e}",
                "main",
                "v1",
                "12"));
  }

  @Test
  void knowsNothingOutsideOfBitbucket() {
    BuildContext context = BuildContext.from(Map.of("BITBUCKET_COMMIT", " ", "PATH", "/bin"));

    assertThat(context)
        .isEqualTo(
            new BuildContext(
                null, null, null, null, null, null, 1, null, null, null, null, null, null));
    assertThat(context.buildUrl()).isEmpty();
    assertThat(context.subject()).isEmpty();
    assertThat(context.takeoverKey("schema/changelog.yaml")).isEmpty();
  }

  @Test
  void takesWhatWasNeverExpandedForAbsent() {
    assertThat(with("BITBUCKET_BRANCH", "${BITBUCKET_BRANCH}").branch()).isNull();
  }

  @Test
  void linksToTheStep() {
    assertThat(BuildContext.from(STEP).buildUrl())
        .contains("https://bitbucket.org/team/shop/pipelines/results/7/steps/%7Bs%7D");
  }

  @Test
  void linksToThePipelineWhereTheStepIsNotKnown() {
    assertThat(with("BITBUCKET_STEP_UUID", "").buildUrl())
        .contains("https://bitbucket.org/team/shop/pipelines/results/7");
  }

  @Test
  void tellsTheSubjectWithoutAnIssuer() {
    assertThat(BuildContext.from(STEP).subject())
        .isEqualTo(
            Map.of(
                "repository", "team/shop",
                "repositoryUuid", "{r}",
                "environment", "production",
                "environmentUuid", "{e}",
                "branch", "main",
                "pipeline", "{p}",
                "step", "{s}"));
  }

  @Test
  void givesAllRunsOfAStepTheSameTakeoverKey() {
    assertThat(with("BITBUCKET_STEP_UUID", "{s2}").takeoverKey("a.yaml"))
        .isEqualTo(with("BITBUCKET_STEP_RUN_NUMBER", "3").takeoverKey("a.yaml"))
        .isPresent();
  }

  @Test
  void givesOtherStepsAnotherTakeoverKey() {
    assertThat(BuildContext.from(STEP).takeoverKey("a.yaml"))
        .isNotEqualTo(BuildContext.from(STEP).takeoverKey("b.yaml"))
        .isNotEqualTo(with("BITBUCKET_PIPELINE_UUID", "{p2}").takeoverKey("a.yaml"))
        .isNotEqualTo(with("BITBUCKET_PARALLEL_STEP", "1").takeoverKey("a.yaml"))
        .isNotEqualTo(with("BITBUCKET_PARALLEL_STEP", "").takeoverKey("a.yaml"))
        .isNotEqualTo(with("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID", "{e2}").takeoverKey("a.yaml"));
  }

  @Test
  void countsFromOneWhereTheRunNumberCannotBeRead() {
    assertThat(with("BITBUCKET_STEP_RUN_NUMBER", "-4").stepRunNumber()).isEqualTo(1);
    assertThat(with("BITBUCKET_STEP_RUN_NUMBER", "two").stepRunNumber()).isEqualTo(1);
    assertThat(with("BITBUCKET_STEP_RUN_NUMBER", "99999999999999999999").stepRunNumber())
        .isEqualTo(1);
  }

  private static BuildContext with(String name, String value) {
    Map<String, String> environment = new HashMap<>(STEP);
    environment.put(name, value);
    return BuildContext.from(environment);
  }
}
