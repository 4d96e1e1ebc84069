package dev.spannerpipe.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.secret.Redaction;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.secret.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server over a folder, in the test's own process.
final class ServedLines {
  private final Path directory;
  private final Secrets secrets = new Secrets();
  private final List<String> before = new ArrayList<>();

  /// What the server logged, and the exceptions that it did not expect.
  final List<String> logged = new ArrayList<>();

  ServedLines(Path directory) {
    this.directory = directory;
  }

  /// Lets the server know a secret.
  ServedLines knowing(String secret) {
    secrets.add(new Secret(secret));
    return this;
  }

  /// Sends a line before all others, and drops its answer.
  ServedLines after(String line) {
    before.add(line);
    return this;
  }

  /// Returns the lines that the server writes for these lines.
  List<String> answers(String... lines) {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of(lines));
    return bytes((String.join("\n", all) + "\n").getBytes(UTF_8));
  }

  /// Returns the lines that the server writes for these bytes.
  List<String> bytes(byte[] input) {
    StringWriter out = new StringWriter();
    try {
      AssistantServer.of(
              directory,
              new Redaction(secrets),
              "1.2.3",
              logged::add,
              defect -> logged.add(defect.toString()))
          .serve(new ByteArrayInputStream(input), new PrintWriter(out));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    List<String> lines = out.toString().lines().toList();
    assertThat(out.toString()).isEqualTo(String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
    return lines.subList(before.size(), lines.size());
  }

  /// Calls a tool, and returns what is in the text of its answer.
  JsonObject call(String tool, String arguments) {
    JsonObject result = result(tool, arguments);
    assertThat(result.values()).as(text(result)).containsEntry("isError", new JsonBoolean(false));
    return Json.parseObject(text(result));
  }

  /// Calls a tool, and returns the member `data` of its answer.
  JsonObject data(String tool, String arguments) {
    return (JsonObject) call(tool, arguments).values().get("data");
  }

  /// Calls a tool that fails, and returns its message.
  String failure(String tool, String arguments) {
    JsonObject result = result(tool, arguments);
    assertThat(result.values()).as(text(result)).containsEntry("isError", new JsonBoolean(true));
    return text(result);
  }

  private JsonObject result(String tool, String arguments) {
    List<String> answers =
        answers(
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}"""
                .formatted(tool, arguments));
    assertThat(answers).hasSize(1);
    return (JsonObject) Json.parseObject(answers.getFirst()).values().get("result");
  }

  private static String text(JsonObject result) {
    return ((JsonObject) result.items("content").getFirst()).text("text").orElseThrow();
  }

  /// Returns the items of the member `data`.
  List<JsonObject> items(String tool, String arguments) {
    return data(tool, arguments).items("items").stream().map(JsonObject.class::cast).toList();
  }
}
