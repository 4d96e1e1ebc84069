package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `serve` as a process of its own, with a client at its standard input and output.
final class ServedProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Path messages;

  private ServedProcess(Process process, Path messages) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.messages = messages;
  }

  /// Starts it in a folder, with these variables and no others.
  static ServedProcess start(Path folder, Map<String, String> variables, String... options) {
    return start(command(options), folder, variables);
  }

  /// Starts it by its installed entry script.
  static ServedProcess startInstalled(Path home, Path folder, Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("PATH", System.getenv("PATH"));
    String script = home.resolve("pipe").resolve("spanner-pipe").toString();
    return start(List.of(script, "serve"), folder, all);
  }

  /// Starts a command line that contains `serve`.
  static ServedProcess start(List<String> command, Path folder, Map<String, String> variables) {
    try {
      Path messages = Files.createTempFile(folder, "messages-", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectError(messages.toFile());
      builder.environment().clear();
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().putAll(variables);
      return new ServedProcess(builder.start(), messages);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns its command line.
  static List<String> command(String... options) {
    List<String> command = new ArrayList<>(Installation.command());
    command.add("serve");
    command.addAll(List.of(options));
    return command;
  }

  /// Sends a line.
  ServedProcess send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns the next line of the standard output.
  JsonObject answer() {
    try {
      return Json.parseObject(String.valueOf(answers.readLine()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Calls a tool, and returns the member `data` of its answer.
  JsonObject data(String tool, JsonObject arguments) {
    JsonObject call =
        Json.object()
            .with("jsonrpc", "2.0")
            .with("id", 1)
            .with("method", "tools/call")
            .with("params", Json.object().with("name", tool).with("arguments", arguments));
    JsonObject result = (JsonObject) send(call.canonical()).answer().values().get("result");
    String text = ((JsonObject) result.items("content").getFirst()).text("text").orElseThrow();
    assertThat(result.flag("isError")).as(text).isFalse();
    return (JsonObject) Json.parseObject(text).values().get("data");
  }

  /// Ends it with SIGTERM.
  void terminate() {
    process.toHandle().destroy();
  }

  /// Closes its standard input, and returns what [#await] returns.
  String end() {
    try {
      process.getOutputStream().close();
      return await();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Waits for its end, and returns its exit code and what it printed to the standard error.
  /// Asserts that it prints nothing more to the standard output.
  String await() {
    try {
      String rest = answers.readLine();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(rest).isNull();
      return process.exitValue() + "\n" + Files.readString(messages);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
