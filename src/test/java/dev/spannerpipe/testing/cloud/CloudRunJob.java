package dev.spannerpipe.testing.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/// A Cloud Run job, read from what makes it. Whatever else stands there is an error.
///
/// @param account the service account that is attached to it
/// @param variables what its container has in its environment, beside what Cloud Run adds
public record CloudRunJob(
    String name,
    String image,
    String account,
    long tasks,
    long maxRetries,
    long timeoutSeconds,
    String cpu,
    String memory,
    Map<String, String> variables) {
  private static final Path FOLDER = Path.of("pipe/setup/cloud-run");

  /// Returns the environment of an attempt of its only task, as Cloud Run makes it.
  public Map<String, String> environment(String execution, int attempt) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("CLOUD_RUN_JOB", name);
    all.put("CLOUD_RUN_EXECUTION", name + "-" + execution);
    all.put("CLOUD_RUN_TASK_INDEX", "0");
    all.put("CLOUD_RUN_TASK_ATTEMPT", String.valueOf(attempt));
    all.put("CLOUD_RUN_TASK_COUNT", String.valueOf(tasks));
    return all;
  }

  /// Reads job.yaml, as `gcloud run jobs replace` does.
  public static CloudRunJob ofFile() {
    Map<?, ?> job =
        only(new Yaml().load(text("job.yaml")), "apiVersion", "kind", "metadata", "spec");
    require(job, "apiVersion", "run.googleapis.com/v1");
    require(job, "kind", "Job");
    Map<?, ?> execution = only(at(job, "spec", "template", "spec"), "taskCount", "template");
    Map<?, ?> task =
        only(
            at(execution, "template", "spec"),
            "serviceAccountName",
            "maxRetries",
            "timeoutSeconds",
            "containers");
    Map<?, ?> container =
        only(((List<?>) at(task, "containers")).getFirst(), "image", "env", "resources");
    Map<?, ?> limits = only(at(container, "resources", "limits"), "cpu", "memory");
    Map<String, String> variables = new TreeMap<>();
    for (Object each : (List<?>) at(container, "env")) {
      Map<?, ?> variable = only(each, "name", "value");
      put(variables, (String) at(variable, "name"), (String) at(variable, "value"));
    }
    return new CloudRunJob(
        (String) at(job, "metadata", "name"),
        (String) at(container, "image"),
        (String) at(task, "serviceAccountName"),
        (Integer) at(execution, "taskCount"),
        (Integer) at(task, "maxRetries"),
        Long.parseLong((String) at(task, "timeoutSeconds")),
        (String) at(limits, "cpu"),
        (String) at(limits, "memory"),
        variables);
  }

  /// Reads main.tf.
  ///
  /// @param references the value of each reference that matters
  public static CloudRunJob ofTerraform(Map<String, String> references) {
    Hcl.Block job =
        Hcl.parse(text("main.tf"), name -> references.getOrDefault(name, name))
            .get("resource", "google_cloud_run_v2_job", "migrate");
    Hcl.Block execution = job.all("template").getFirst();
    Hcl.Block task = execution.all("template").getFirst();
    Hcl.Block container = task.all("containers").getFirst();
    JsonObject limits = (JsonObject) container.all("resources").getFirst().value("limits");
    Map<String, String> variables = new TreeMap<>();
    container.all("env").forEach(each -> put(variables, each.text("name"), each.text("value")));
    return new CloudRunJob(
        job.text("name"),
        container.text("image"),
        task.text("service_account"),
        number(execution, "task_count"),
        number(task, "max_retries"),
        seconds(task.text("timeout")),
        limits.text("cpu").orElseThrow(),
        limits.text("memory").orElseThrow(),
        variables);
  }

  /// Reads the words of a `gcloud run jobs create`.
  public static CloudRunJob ofCommand(List<String> words) {
    if (!words.subList(0, 4).equals(List.of("gcloud", "run", "jobs", "create"))) {
      throw new IllegalArgumentException(words.toString());
    }
    Map<String, String> flags = new TreeMap<>();
    words
        .subList(5, words.size())
        .forEach(
            word -> put(flags, word.replaceFirst("(?s)=.*", ""), word.replaceFirst("^[^=]*=", "")));
    Map<String, String> variables = new TreeMap<>();
    for (String pair : flags.get("--set-env-vars").split(",", -1)) {
      put(variables, pair.replaceFirst("=.*", ""), pair.replaceFirst("^[^=]*=", ""));
    }
    only(
        flags,
        "--project",
        "--region",
        "--image",
        "--service-account",
        "--tasks",
        "--max-retries",
        "--task-timeout",
        "--cpu",
        "--memory",
        "--set-env-vars");
    return new CloudRunJob(
        words.get(4),
        flags.get("--image"),
        flags.get("--service-account"),
        Long.parseLong(flags.get("--tasks")),
        Long.parseLong(flags.get("--max-retries")),
        seconds(flags.get("--task-timeout")),
        flags.get("--cpu"),
        flags.get("--memory"),
        variables);
  }

  private static String text(String name) {
    try {
      return Files.readString(FOLDER.resolve(name), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Object at(Map<?, ?> from, String... path) {
    Object found = from;
    for (String name : path) {
      found = ((Map<?, ?>) found).get(name);
    }
    return found;
  }

  private static Map<?, ?> only(Object object, String... names) {
    Map<?, ?> map = (Map<?, ?>) object;
    if (!map.keySet().equals(Set.of(names))) {
      throw new IllegalArgumentException("unknown or missing: " + map.keySet());
    }
    return map;
  }

  private static void require(Map<?, ?> map, String name, String value) {
    if (!value.equals(map.get(name))) {
      throw new IllegalArgumentException(name + " is " + map.get(name));
    }
  }

  private static void put(Map<String, String> map, String name, String value) {
    if (map.put(name, value) != null) {
      throw new IllegalArgumentException(name + " is given twice");
    }
  }

  private static long number(Hcl.Block block, String name) {
    return ((JsonNumber) block.value(name)).value();
  }

  private static long seconds(String text) {
    if (!text.matches("[1-9][0-9]*s")) {
      throw new IllegalArgumentException("not in seconds: " + text);
    }
    return Long.parseLong(text.replace("s", ""));
  }
}
