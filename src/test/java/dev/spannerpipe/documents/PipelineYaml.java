package dev.spannerpipe.documents;

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
  private final Set<String> kept = new HashSet<>();
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
    PipelineYaml yaml = new PipelineYaml();
    Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    if (root instanceof List<?> script) {
      yaml.script(script, false, Map.of());
    } else {
      yaml.whole(mapping(root, "the file"));
    }
    return List.copyOf(yaml.uses);
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
      if (item.containsKey("step")) {
        Map<String, Object> step = mapping(item.get("step"), "step");
        check(each != items.getFirst() || !isManual(step), "the first step is manual");
        step(step);
      }
    }
  }

  private static boolean isManual(Map<String, Object> step) {
    return oneOf(
            Set.of("automatic", "manual"), step.getOrDefault("trigger", "automatic"), "trigger")
        .equals("manual");
  }

  private void step(Map<String, Object> step) {
    require(STEP, step, "a step");
    for (Object service : list(step.getOrDefault("services", List.of()), "services")) {
      check(services.contains(service), "the service " + service + " is not defined");
    }
    check(step.get("oidc") == null || step.get("oidc") instanceof Boolean, "oidc is no boolean");
    List<?> script = list(step.get("script"), "script");
    check(!script.isEmpty(), "a script is empty");
    script(script, true, step);
    script(list(step.getOrDefault("after-script", List.of()), "after-script"), true, step);
    if (step.containsKey("artifacts")) {
      artifacts(step.get("artifacts"));
    }
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
    patterns.forEach(pattern -> kept.add(text(pattern, "a path")));
  }

  private void script(List<?> script, boolean whole, Map<String, Object> step) {
    for (Object line : script) {
      if (!(line instanceof String)) {
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

  private static Map<String, Object> mapping(Object value, String what) {
    check(value instanceof Map, what + " is no mapping");
    Map<String, Object> mapping = new HashMap<>();
    ((Map<?, ?>) value).forEach((key, each) -> mapping.put(text(key, what), each));
    return mapping;
  }

  private static List<?> list(Object value, String what) {
    check(value instanceof List, what + " is no list");
    return (List<?>) value;
  }

  /// Bitbucket takes texts only, so a number or a boolean needs its quotation marks.
  private static String text(Object value, String what) {
    check(value instanceof String, what + " is no text: " + value);
    return (String) value;
  }

  private static String oneOf(Set<String> known, Object value, String what) {
    String text = text(value, what);
    check(known.contains(text), what + " is " + text);
    return text;
  }

  private static void require(Set<String> known, Map<String, Object> mapping, String what) {
    mapping.keySet().forEach(key -> check(known.contains(key), what + " has no key " + key));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
