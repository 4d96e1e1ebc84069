package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.serve.SampleRuns;
import dev.spannerpipe.testing.Concurrent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official client of the Model Context Protocol, the package `mcp` of PyPI, lists and calls
/// every tool. It is installed once, into `target`, with the versions that are known to work
/// together.
@Concurrent
class PythonClientIT {
  private static final Path RESOURCES = Path.of("src", "test", "resources", "serve");
  private static final Path HOME = Path.of("target", "mcp-client").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void listsAndCallsEveryTool() throws IOException, InterruptedException {
    Path python = client();
    new SampleRuns(folder)
        .both()
        .file("build-42/shop/plan.json", "{}")
        .file("build-42/shop/preview.json", "{}");
    JsonObject run = Json.object().with("run_id", SampleRuns.FAILED);
    JsonObject of = Json.object().with("folder", "build-42/shop");
    List<Call> calls =
        List.of(
            new Call("list_runs", Json.object()),
            new Call("show_run", run),
            new Call("explain_failure", run),
            new Call("show_plan", of),
            new Call("show_preview", of),
            new Call("verify_chain", of),
            new Call("show_new", run),
            new Call("show_run", Json.object().with("run_id", "unknown")),
            new Call("show_run", Json.object()));

    JsonObject result = Json.parseObject(use(python, calls));

    assertThat(result.text("version")).contains("2025-11-25");
    assertThat(result.texts("tools"))
        .containsExactlyElementsOf(calls.stream().map(Call::tool).distinct().toList());
    List<Json> results = result.items("results");
    assertThat(results).hasSameSizeAs(calls);
    for (Json each : results.subList(0, 7)) {
      assertThat(((JsonArray) each).values().getFirst()).isEqualTo(new JsonBoolean(false));
      String text = ((JsonString) ((JsonArray) each).values().getLast()).value();
      assertThat(Json.parseObject(text).values()).containsKey("data");
    }
    assertThat(results.subList(7, 9))
        .containsExactly(
            error("No record has the run \"unknown\". list_runs names all runs."),
            error(
                "The tool show_run needs the argument run_id. The id of the run, as list_runs shows it."));
  }

  /// A call of a tool.
  private record Call(String tool, JsonObject arguments) {
    JsonArray json() {
      return new JsonArray(List.of(new JsonString(tool), arguments));
    }
  }

  private static JsonArray error(String message) {
    return new JsonArray(List.of(new JsonBoolean(true), new JsonString(message)));
  }

  private String use(Path python, List<Call> calls) throws IOException, InterruptedException {
    List<String> command = ServedProcess.command("--output-dir", folder.toString());
    JsonObject input =
        Json.object()
            .with("command", command.getFirst())
            .with("args", Json.texts(command.subList(1, command.size())))
            .with("env", Json.object(Map.of("LC_ALL", "C.UTF-8", "PROJECT", "!")))
            .with("calls", new JsonArray(new ArrayList<>(calls.stream().map(Call::json).toList())));
    Path given = Files.writeString(folder.resolve("input.json"), input.canonical());
    Path errors = folder.resolve("errors.txt");
    Process client =
        new ProcessBuilder(python.toString(), RESOURCES.resolve("client.py").toString())
            .redirectInput(given.toFile())
            .redirectError(errors.toFile())
            .start();
    String printed = new String(client.getInputStream().readAllBytes(), UTF_8);
    assertThat(client.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(client.exitValue()).as(Files.readString(errors)).isZero();
    return printed;
  }

  /// Returns the Python that has the client. Skips the test where it cannot be had.
  private static Path client() throws IOException, InterruptedException {
    Path python = HOME.resolve("bin").resolve("python");
    Path requirements = RESOURCES.resolve("requirements.txt").toAbsolutePath();
    Path done = HOME.resolve("requirements.txt");
    if (!Files.exists(done) || Files.mismatch(done, requirements) >= 0) {
      assumeTrue(succeeds("python3", "--version"), "no Python client: this machine has no python3");
      assumeTrue(
          succeeds("python3", "-m", "venv", "--clear", HOME.toString()),
          "no Python client: python3 cannot make a virtual environment");
      assumeTrue(
          succeeds(
              python.toString(), "-m", "pip", "install", "--quiet", "-r", requirements.toString()),
          "no Python client: PyPI cannot be reached");
      Files.copy(requirements, done);
    }
    return python;
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
