package dev.spannerpipe.documents;

import static dev.spannerpipe.documents.YamlShape.check;
import static dev.spannerpipe.documents.YamlShape.flag;
import static dev.spannerpipe.documents.YamlShape.list;
import static dev.spannerpipe.documents.YamlShape.mapping;
import static dev.spannerpipe.documents.YamlShape.oneOf;
import static dev.spannerpipe.documents.YamlShape.require;
import static dev.spannerpipe.documents.YamlShape.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// A `bitbucket-pipelines.yml`, or a part of the script of one of its steps, held to the keys that
/// Bitbucket knows
/// ([reference](https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/)).
public final class PipelineYaml {
  private static final Set<String> WHOLE =
      Set.of("image", "options", "clone", "definitions", "pipelines");
  private static final Set<String> STARTS =
      Set.of("default", "branches", "tags", "pull-requests", "custom");
  private static final Set<String> ITEMS = Set.of("step", "stage", "parallel", "variables");
  private static final Set<String> PARALLEL = Set.of("fail-fast", "steps");
  private static final Set<String> STAGE =
      Set.of("condition", "deployment", "environment", "name", "steps", "trigger");
  private static final Set<String> CLOUD = Set.of("arch", "atlassian-ip-ranges", "version");
  private static final Set<String> SIZES = Set.of("1x", "2x", "4x", "8x", "16x", "32x");
  private static final Set<String> ARTIFACTS = Set.of("download", "paths", "upload");
  private static final Set<String> UPLOAD =
      Set.of("name", "type", "paths", "capture-on", "depth", "ignore-paths");
  private static final Set<String> STEP =
      Set.of(
          "after-script",
          "artifacts",
          "caches",
          "clone",
          "concurrency-group",
          "condition",
          "custom",
          "deployment",
          "environment",
          "fail-fast",
          "image",
          "input-variables",
          "max-time",
          "name",
          "oidc",
          "output-variables",
          "runs-on",
          "runtime",
          "script",
          "services",
          "size",
          "trigger",
          "type");

  private final List<Use> uses = new ArrayList<>();
  private final List<String> scripts = new ArrayList<>();
  private final Set<String> kept = new HashSet<>();
  private final Set<String> keptLater = new HashSet<>();
  private Set<String> services = Set.of("docker");

  private PipelineYaml() {}

  /// A pipe in a script.
  ///
  /// @param whole whether the step around it is there, too
  /// @param step the step's name; empty where it is not there
  /// @param oidc whether the step gets a token
  /// @param image what stands behind `pipe:`
  /// @param variables as they stand there; a list as Bitbucket hands it over, `X_COUNT`, `X_0`, …
  public record Use(
      boolean whole, String step, boolean oidc, String image, Map<String, String> variables) {
    public Use {
      variables = Map.copyOf(variables);
    }
  }

  /// Returns the pipes of a text. Throws an `IllegalArgumentException` where Bitbucket would not
  /// take it.
  public static List<Use> uses(String text) {
    return List.copyOf(read(text).uses);
  }

  /// Returns the commands of each script of a text, one on a line, without its pipes.
  public static List<String> scripts(String text) {
    return List.copyOf(read(text).scripts);
  }

  private static PipelineYaml read(String text) {
    PipelineYaml yaml = new PipelineYaml();
    Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    if (root instanceof List<?> script) {
      yaml.script(script, false, Map.of());
    } else {
      yaml.whole(mapping(root, "the file"));
    }
    return yaml;
  }

  private void whole(Map<String, Object> root) {
    require(WHOLE, root, "the file");
    if (root.get("definitions") instanceof Map<?, ?> definitions
        && definitions.get("services") instanceof Map<?, ?> defined) {
      services = new HashSet<>(mapping(defined, "services").keySet());
      services.add("docker");
    }
    Map<String, Object> pipelines = mapping(root.get("pipelines"), "pipelines");
    require(STARTS, pipelines, "pipelines");
    pipelines.forEach(
        (start, value) -> {
          if (start.equals("default")) {
            items(list(value, start));
          } else {
            mapping(value, start).forEach((name, items) -> items(list(items, name)));
          }
        });
  }

  private void items(List<?> items) {
    kept.clear();
    for (Object each : items) {
      Map<String, Object> item = mapping(each, "an item of a pipeline");
      require(ITEMS, item, "an item of a pipeline");
      check(item.size() == 1, "an item of a pipeline is not one thing: " + item.keySet());
      boolean first = each == items.getFirst();
      if (item.containsKey("step")) {
        step(mapping(item.get("step"), "step"), first);
      } else if (item.containsKey("parallel")) {
        parallel(item.get("parallel"), first);
      } else if (item.containsKey("stage")) {
        stage(mapping(item.get("stage"), "stage"), first);
      }
      keep();
    }
  }

  /// Steps that run beside each other: none gets the artifacts of another one.
  private void parallel(Object parallel, boolean first) {
    List<?> steps;
    if (parallel instanceof List<?> alone) {
      steps = alone;
    } else {
      Map<String, Object> group = mapping(parallel, "parallel");
      require(PARALLEL, group, "parallel");
      flag(group, "fail-fast");
      steps = list(group.get("steps"), "steps");
    }
    check(!steps.isEmpty(), "a parallel group is empty");
    steps.forEach(each -> step(onlyStep(each, "a parallel group"), first));
  }

  private void stage(Map<String, Object> stage, boolean first) {
    require(STAGE, stage, "a stage");
    boolean manual = isManual(stage);
    check(!first || !manual, "the first stage is manual");
    List<?> steps = list(stage.get("steps"), "steps");
    check(!steps.isEmpty(), "a stage is empty");
    for (Object each : steps) {
      Map<String, Object> step = onlyStep(each, "a stage");
      check(!step.containsKey("condition"), "a step of a stage has a condition");
      step(step, false);
      keep();
    }
  }

  private static Map<String, Object> onlyStep(Object value, String where) {
    Map<String, Object> item = mapping(value, "an item of " + where);
    check(item.keySet().equals(Set.of("step")), where + " has no key " + item.keySet());
    return mapping(item.get("step"), "step");
  }

  /// Later steps get what the ones until here kept.
  private void keep() {
    kept.addAll(keptLater);
    keptLater.clear();
  }

  private static boolean isManual(Map<String, Object> step) {
    return oneOf(
            Set.of("automatic", "manual"), step.getOrDefault("trigger", "automatic"), "trigger")
        .equals("manual");
  }

  private void step(Map<String, Object> step, boolean first) {
    require(STEP, step, "a step");
    boolean manual = isManual(step);
    check(!first || !manual, "the first step is manual");
    oneOf(SIZES, step.getOrDefault("size", "1x"), "size");
    flag(step, "fail-fast");
    runtime(mapping(step.getOrDefault("runtime", Map.of()), "runtime"));
    for (Object service : list(step.getOrDefault("services", List.of()), "services")) {
      check(services.contains(service), "the service " + service + " is not defined");
    }
    flag(step, "oidc");
    List<?> script = list(step.get("script"), "script");
    check(!script.isEmpty(), "a script is empty");
    script(script, true, step);
    script(list(step.getOrDefault("after-script", List.of()), "after-script"), true, step);
    if (step.containsKey("artifacts")) {
      artifacts(step.get("artifacts"));
    }
  }

  private static void runtime(Map<String, Object> runtime) {
    require(Set.of("cloud"), runtime, "runtime");
    Map<String, Object> cloud = mapping(runtime.getOrDefault("cloud", Map.of()), "cloud");
    require(CLOUD, cloud, "cloud");
    oneOf(Set.of("x86", "arm"), cloud.getOrDefault("arch", "x86"), "arch");
    text(cloud.getOrDefault("version", ""), "version");
    flag(cloud, "atlassian-ip-ranges");
  }

  /// The files that later steps get: a list of paths, or a mapping with such lists.
  private void artifacts(Object artifacts) {
    if (artifacts instanceof Map<?, ?>) {
      Map<String, Object> mapping = mapping(artifacts, "artifacts");
      require(ARTIFACTS, mapping, "artifacts");
      if (mapping.containsKey("paths")) {
        paths(mapping.get("paths"));
      }
      list(mapping.getOrDefault("upload", List.of()), "upload").forEach(this::upload);
    } else {
      paths(artifacts);
    }
  }

  private void upload(Object item) {
    Map<String, Object> upload = mapping(item, "an upload");
    require(UPLOAD, upload, "an upload");
    text(upload.get("name"), "name");
    oneOf(
        Set.of("shared", "scoped", "test-reports"), upload.getOrDefault("type", "shared"), "type");
    oneOf(
        Set.of("success", "failed", "always"),
        upload.getOrDefault("capture-on", "success"),
        "capture-on");
    paths(upload.get("paths"));
  }

  private void paths(Object paths) {
    List<?> patterns = list(paths, "paths");
    check(!patterns.isEmpty(), "there are no paths");
    patterns.forEach(pattern -> keptLater.add(text(pattern, "a path")));
  }

  private void script(List<?> script, boolean whole, Map<String, Object> step) {
    StringBuilder commands = new StringBuilder();
    for (Object line : script) {
      if (line instanceof String command) {
        commands.append(command).append('\n');
      } else {
        Map<String, Object> pipe = mapping(line, "a line of a script");
        require(Set.of("pipe", "variables"), pipe, "a pipe");
        Use use =
            new Use(
                whole,
                String.valueOf(step.getOrDefault("name", "")),
                Boolean.TRUE.equals(step.get("oidc")),
                text(pipe.get("pipe"), "pipe"),
                variables(mapping(pipe.getOrDefault("variables", Map.of()), "variables")));
        String plan = use.variables().get("PLAN_FILE");
        check(!whole || plan == null || kept.contains(plan), "no earlier step keeps " + plan);
        uses.add(use);
      }
    }
    if (!commands.isEmpty()) {
      scripts.add(commands.toString());
    }
  }

  private static Map<String, String> variables(Map<String, Object> given) {
    Map<String, String> variables = new HashMap<>();
    given.forEach(
        (name, value) -> {
          if (value instanceof List<?> items) {
            variables.put(name + "_COUNT", String.valueOf(items.size()));
            for (int index = 0; index < items.size(); index++) {
              variables.put(name + "_" + index, text(items.get(index), name));
            }
          } else {
            variables.put(name, text(value, name));
          }
        });
    return variables;
  }
}
