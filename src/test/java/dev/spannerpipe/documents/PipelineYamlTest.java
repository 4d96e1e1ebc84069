package dev.spannerpipe.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What holds the pipelines of the documents notices what Bitbucket would not take.
class PipelineYamlTest {
  private static final String DEFAULT = "pipelines:\n  default:\n";

  @Test
  void noticesWhatBitbucketWouldNotTake() {
    String step =
        "pipelines:\n  default:\n    - step:\n        oidc: true\n        script:\n          - pipe: docker://a/b:1\n";

    assertThat(PipelineYaml.uses(step)).hasSize(1);
    assertThatThrownBy(() -> PipelineYaml.uses(step.replace("oidc", "odic")))
        .hasMessage("a step has no key odic");
    assertThatThrownBy(
            () -> PipelineYaml.uses(step + "            variables:\n              X: 1\n"))
        .hasMessage("X is no text: 1");
    assertThatThrownBy(() -> PipelineYaml.uses(step + "        services: [redis]\n"))
        .hasMessage("the service redis is not defined");
    assertThatThrownBy(() -> PipelineYaml.uses(step + "        trigger: manual\n"))
        .hasMessage("the first step is manual");
  }

  @Test
  void noticesArtifactsThatBitbucketWouldNotTakeAndPlansThatNoStepKeeps() {
    String pipe = "        script:\n          - pipe: docker://a/b:1\n";
    String plan = "            variables:\n              PLAN_FILE: 'a/plan.json'\n";
    String start = "pipelines:\n  default:\n    - step:\n" + pipe + "        artifacts:\n";
    String end = "    - step:\n        trigger: manual\n" + pipe + plan;
    String upload =
        "          upload:\n            - name: a\n              paths: [a/plan.json]\n";

    assertThat(PipelineYaml.uses(start + "          - a/plan.json\n" + end)).hasSize(2);
    assertThat(PipelineYaml.uses(start + upload + end)).hasSize(2);
    assertThatThrownBy(() -> PipelineYaml.uses(start + "          - plan.json\n" + end))
        .hasMessage("no earlier step keeps a/plan.json");
    assertThatThrownBy(() -> PipelineYaml.uses(start + upload.replace("paths", "path") + end))
        .hasMessage("an upload has no key path");
    assertThatThrownBy(
            () -> PipelineYaml.uses(start + upload + "              capture-on: failure\n" + end))
        .hasMessage("capture-on is failure");
  }

  @Test
  void readsThePipesOfStepsThatRunBesideEachOtherAndOfStages() {
    String steps =
        """
                  - step: {name: a, script: [{pipe: 'docker://a/b:1'}]}
                  - step: {name: b, script: [echo, {pipe: 'docker://a/b:2'}]}
        """;

    for (String group :
        List.of(
            "    - parallel:\n" + steps,
            "    - parallel:\n        fail-fast: true\n        steps:\n" + steps,
            "    - stage:\n        steps:\n" + steps)) {
      assertThat(PipelineYaml.uses(DEFAULT + group))
          .as(group)
          .map(PipelineYaml.Use::image)
          .containsExactly("docker://a/b:1", "docker://a/b:2");
    }
    assertThat(PipelineYaml.scripts(DEFAULT + "    - parallel:\n" + steps))
        .containsExactly("echo\n");
  }

  @Test
  void noticesGroupsThatBitbucketWouldNotTake() {
    String step = "{step: {script: [echo]}}";

    assertWrong("- parallel: []", "a parallel group is empty");
    assertWrong("- parallel: {steps: []}", "a parallel group is empty");
    assertWrong("- parallel: {step: []}", "parallel has no key step");
    assertWrong("- parallel: [{stage: {steps: []}}]", "a parallel group has no key [stage]");
    assertWrong(
        "- parallel: {fail-fast: 'no', steps: [%s]}".formatted(step), "fail-fast is no boolean");
    assertWrong(
        "- parallel: [{step: {trigger: manual, script: [echo]}}]", "the first step is manual");
    assertWrong("- parallel: [{step: {odic: true}}]", "a step has no key odic");
    assertWrong(
        "- stage: {trigger: manual, steps: [%s]}".formatted(step), "the first stage is manual");
    assertWrong("- stage: {steps: []}", "a stage is empty");
    assertWrong("- stage: {name: a, step: []}", "a stage has no key step");
    assertWrong(
        "- stage: {steps: [{step: {condition: {}, script: [echo]}}]}",
        "a step of a stage has a condition");
  }

  @Test
  void noticesMachinesThatBitbucketDoesNotHave() {
    assertWrong("- step: {size: 3x, script: [echo]}", "size is 3x");
    assertWrong("- step: {runtime: {arch: arm}, script: [echo]}", "runtime has no key arch");
    assertWrong("- step: {runtime: {cloud: {arch: arm64}}, script: [echo]}", "arch is arm64");
    assertWrong(
        "- step: {runtime: {cloud: {version: 3}}, script: [echo]}", "version is no text: 3");
    assertThat(
            PipelineYaml.scripts(
                DEFAULT + "    - step: {runtime: {cloud: {arch: arm}}, script: [echo]}\n"))
        .containsExactly("echo\n");
  }

  @Test
  void aStepGetsNoPlanOfOneThatRunsBesideIt() {
    String keeps = "step: {script: [{pipe: 'docker://a/b:1'}], artifacts: [plan.json]}";
    String needs = "step: {script: [{pipe: 'docker://a/b:1', variables: {PLAN_FILE: plan.json}}]}";
    String twoAfter = "    - parallel: [{%s}]\n    - %s\n".formatted(keeps, needs);

    assertWrong(
        "- parallel: [{%s}, {%s}]".formatted(keeps, needs), "no earlier step keeps plan.json");
    assertThat(PipelineYaml.uses(DEFAULT + twoAfter)).hasSize(2);
  }

  private static void assertWrong(String item, String problem) {
    assertThatThrownBy(() -> PipelineYaml.uses(DEFAULT + "    " + item + "\n"))
        .as(item)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
