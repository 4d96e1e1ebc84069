package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.Main;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// An assistant reads what real runs left, from a process of its own.
@Concurrent
class ServeIT extends WholeTool {
  private static final JsonObject NOTHING = Json.object();

  /// An environment that no other command would accept.
  private static final Map<String, String> GARBAGE =
      Map.of(
          "PROJECT", "!",
          "SPANNER_EMULATOR_HOST", "no such host",
          "COMMAND", "none",
          "LOG_FORMAT", "xml",
          "TIMEOUT", "-1",
          "PLAN_SHA", "x",
          "BITBUCKET_CLONE_DIR", "/nowhere",
          "GCE_METADATA_HOST", "example.com",
          "AWS_DEFAULT_REGION", "CREATE TABLE",
          "SOME_TOKEN", "true");

  private String run(String changeSets, int exitCode) {
    workspace.withSql(changeSets);
    Result result = pipe.with("BITBUCKET_BRANCH", exitCode == 0 ? "main" : "names").run();
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    return workspace.lastRun(database.name()).getFirst().text("runId").orElseThrow();
  }

  private static JsonObject ofRun(String runId) {
    return Json.object().with("run_id", runId);
  }

  @Test
  void explainsAFailureOfARealRunAndWhatWasNewInIt() {
    run(table(1), 0);
    String failed = run(table(1) + changeSet("2", "UPDATE T1 SET Nmae = 'Bob' WHERE Id = 2;"), 5);
    JsonObject folder = Json.object().with("folder", database.name());

    try (ServedProcess server =
        ServedProcess.start(workspace.directory(), GARBAGE, "--output-dir=.spanner-pipe")) {
      assertThat(server.data("list_runs", NOTHING).whole("runs")).isEqualTo(2);
      JsonObject failure = server.data("explain_failure", ofRun(failed));
      JsonObject statement = (JsonObject) failure.values().get("failedStatement");
      assertThat(statement.text("file")).contains("changelog.sql");
      assertThat(statement.whole("line")).isEqualTo(5);
      assertThat(statement.text("statement")).contains("UPDATE T1 SET Nmae = 'Bob' WHERE Id = 2");
      assertThat(statement.text("serverSaid").orElseThrow()).startsWith("Unrecognized name: Nmae");
      assertThat(((JsonObject) failure.items("advice").getFirst()).text("message"))
          .contains("Spanner rejected …");
      assertThat(server.data("show_new", ofRun(failed)).items("items"))
          .extracting(item -> ((JsonObject) item).text("value").orElse(""))
          .containsExactly("names", "UPDATE");
      assertThat(server.data("verify_chain", folder).flag("holds")).isTrue();
      JsonObject plan = server.data("show_plan", folder);
      assertThat(plan.text("digest")).contains("matches the plan");
      assertThat(plan.texts("madeByRuns")).containsExactly(failed);
      assertThat(server.end())
          .isEqualTo(
              """
              0
              INFO: Serving the runs in %s.
              ✔ The client ended the session after 5 answers.
              """
                  .formatted(workspace.directory().resolve(".spanner-pipe")));
    }
  }

  @Test
  void showsAPreview() {
    workspace.withSql(table(1));
    assertThat(pipe.run("preview").exitCode()).isZero();

    try (ServedProcess server = ServedProcess.start(workspace.directory(), Map.of())) {
      JsonObject preview =
          server.data("show_preview", Json.object().with("folder", database.name()));
      assertThat(preview.whole("pending")).isEqualTo(1);
      assertThat(preview.items("items"))
          .extracting(item -> ((JsonObject) item).text("item").orElse(""))
          .contains("changeSet", "cost");
    }
  }

  @Test
  void removesTheValuesOfSecretVariablesFromItsAnswers() {
    run(changeSet("s3cr3t-a", "CREATE TABLE s3cr3t_b (Id INT64) PRIMARY KEY (Id);"), 0);
    Map<String, String> secrets =
        new TreeMap<>(
            Map.of("MY_TOKEN", "s3cr3t-a", "AWS_X", "s3cr3t_b", "THE_SECRET_KEY", "changelog.sql"));

    try (ServedProcess server = ServedProcess.start(workspace.directory(), secrets)) {
      for (String tool : List.of("show_plan", "show_run")) {
        JsonObject arguments =
            tool.equals("show_plan")
                ? Json.object().with("folder", database.name())
                : ofRun(workspace.record(database.name()).getFirst().text("runId").orElseThrow());
        assertThat(server.data(tool, arguments).canonical())
            .contains("***")
            .doesNotContain("s3cr3t-a", "s3cr3t_b", "changelog.sql");
      }
    }
  }

  @Test
  void goesOnAfterALineThatIsNotJsonAndLogsOnlyToTheStandardError() {
    try (ServedProcess server =
        ServedProcess.start(workspace.directory(), Map.of("DEBUG", "true"))) {
      server.send("hello").send("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}");

      assertThat(server.answer())
          .isEqualTo(
              Json.parseObject(
                  "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"The line is not JSON.\"}}"));
      assertThat(server.answer())
          .isEqualTo(Json.parseObject("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}"));
      assertThat(server.end())
          .isEqualTo(
              """
              0
              INFO: Serving the runs in %s.
              DEBUG: Request: "ping".
              ✔ The client ended the session after 2 answers.
              """
                  .formatted(workspace.directory().resolve(".spanner-pipe")));
    }
  }

  @Test
  void isStartedByTheEntryScriptWhichHidesTokensFromIt() throws IOException {
    run(table(1), 0);
    Path home = workspace.directory().resolve("home");
    Installation.install(home);
    Map<String, String> token = Map.of("BITBUCKET_STEP_OIDC_TOKEN", "changelog.sql");

    try (ServedProcess server = ServedProcess.startInstalled(home, workspace.directory(), token)) {
      assertThat(
              server.data("show_plan", Json.object().with("folder", database.name())).canonical())
          .contains("***")
          .doesNotContain("changelog.sql");
      assertThat(server.end()).startsWith("0\n");
    }
  }

  /// Without a cache of classes, which has those of a whole `apply`.
  @Test
  void loadsNoClassThatConnectsOrReadsChangelogsAndNoOtherCommandLoadsItsClasses()
      throws IOException {
    run(table(1), 0);
    Path folder = workspace.directory();

    try (ServedProcess server =
        ServedProcess.start(logging(folder.resolve("serve.log"), "serve"), folder, Map.of())) {
      server.data("list_runs", NOTHING);
      server.data("show_plan", Json.object().with("folder", database.name()));
      server.end();
    }
    assertThat(loaded(folder.resolve("serve.log")))
        .contains("dev.spannerpipe.serve.McpSession")
        .noneMatch(
            name ->
                name.matches(
                    "(?:liquibase|io\\.grpc|com\\.google\\.(?:cloud|api|spanner|auth)"
                        + "|software\\.amazon|java\\.net\\.http|org\\.eclipse\\.jgit|com\\.nimbusds)\\..*"
                        + "|java\\.net\\.Socket|sun\\.nio\\.ch\\.Net|dev\\.spannerpipe\\.http\\.JdkHttp"
                        + "|dev\\.spannerpipe\\.spanner\\.(?!SpannerSettings).*"));

    Process apply = started(logging(folder.resolve("apply.log"), "apply"), folder);
    assertThat(apply.onExit().join().exitValue()).isZero();
    assertThat(loaded(folder.resolve("apply.log")))
        .contains("dev.spannerpipe.run.ApplyCommand")
        .noneMatch(
            name ->
                name.matches(
                    "dev\\.spannerpipe\\.(?:serve\\.|.*\\.Serve[A-Z]|record\\.(?:EventChain|RecordLines)).*"));
  }

  private static List<String> logging(Path log, String command) {
    List<String> line = new ArrayList<>(Installation.commandOf(Main.class));
    line.add(line.indexOf("-cp"), "-Xlog:class+load:file=" + log);
    line.add(command);
    return line;
  }

  private Process started(List<String> command, Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(pipe.variables());
    return builder.start();
  }

  private static List<String> loaded(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" source: "))
        .map(line -> line.replaceFirst("^(?:\\[[^]]*\\])* *", "").replaceFirst(" source: .*", ""))
        .toList();
  }

  @Test
  void endsInOrderAtSigterm() {
    try (ServedProcess server = ServedProcess.start(workspace.directory(), Map.of())) {
      server.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}").answer();
      server.terminate();

      assertThat(server.await())
          .isEqualTo(
              """
              143
              INFO: Serving the runs in %s.
              ✖ Stopped by SIGTERM: this command changes nothing. Run it again.
              """
                  .formatted(workspace.directory().resolve(".spanner-pipe")));
    }
  }
}
