package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.serve.SampleRuns;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Markdown;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configurations and the session that `src/docs/assistants.md` shows work.
@Concurrent
class DocumentedAssistantIT {
  private static final Markdown PAGE = Markdown.page("src/docs/assistants.md");
  private static final List<JsonObject> JSON =
      PAGE.blocks("json").stream().map(block -> Json.parseObject(block.text())).toList();

  @TempDir private Path folder;

  @BeforeEach
  void downloadTheArtifacts() {
    new SampleRuns(folder).both();
  }

  private static JsonObject server(JsonObject configuration) {
    JsonObject servers = (JsonObject) configuration.values().get("mcpServers");
    assertThat(servers.values()).containsOnlyKeys("spanner-pipe");
    return (JsonObject) servers.values().get("spanner-pipe");
  }

  @Test
  void bothConfigurationsStartTheSameCommand() {
    List<String> checkout = server(JSON.get(0)).texts("args");
    List<String> image = server(JSON.get(1)).texts("args");

    assertThat(server(JSON.get(0)).text("command").orElseThrow()).endsWith("/pipe/spanner-pipe");
    assertThat(checkout).containsExactly("serve", "--output-dir", "/home/ann/runs");
    assertThat(image)
        .endsWith("serve", "--output-dir", "/runs")
        .contains("/home/ann/runs:/runs:ro");
  }

  @Test
  void theSessionHasTheseAnswers() {
    List<String> options =
        server(JSON.get(0)).texts("args").stream()
            .map(argument -> argument.replace("/home/ann/runs", folder.toString()))
            .toList();
    List<String> lines = PAGE.section("A session").blocks("").getFirst().text().lines().toList();
    Map<Long, JsonObject> results = new HashMap<>();

    try (ServedProcess server =
        ServedProcess.start(
            folder, Map.of(), options.subList(1, options.size()).toArray(String[]::new))) {
      lines.forEach(server::send);
      for (int answer = 0; answer < 4; answer++) {
        JsonObject received = server.answer();
        results.put(received.whole("id"), (JsonObject) received.values().get("result"));
      }
      assertThat(server.end())
          .isEqualTo(
              "0\nINFO: Serving the runs in %s.\n✔ The client ended the session after 4 answers.\n"
                  .formatted(folder));
    }
    assertThat(results.get(1L).text("protocolVersion")).contains("2025-11-25");
    assertThat(JSON).hasSize(4);
    assertShown(JSON.get(2), text(results.get(3L)));
    assertShown(JSON.get(3), text(results.get(4L)));
  }

  private static JsonObject text(JsonObject result) {
    return Json.parseObject(
        ((JsonObject) result.items("content").getFirst()).text("text").orElseThrow());
  }

  /// Asserts that each member that the page shows is there. The page leaves out others.
  private static void assertShown(JsonObject shown, JsonObject received) {
    shown
        .values()
        .forEach(
            (name, value) -> {
              if (value instanceof JsonObject object && !name.equals("failedStatement")) {
                assertShown(object, (JsonObject) received.values().get(name));
              } else {
                assertThat(received.values()).containsEntry(name, value);
              }
            });
  }

  @Test
  void thePageHasEachToolWithItsArguments() {
    try (ServedProcess server = ServedProcess.start(folder, Map.of())) {
      JsonObject tools =
          (JsonObject)
              server
                  .send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                  .answer()
                  .values()
                  .get("result");
      List<String> rows =
          tools.items("tools").stream()
              .map(JsonObject.class::cast)
              .map(DocumentedAssistantIT::row)
              .toList();

      assertThat(
              PAGE.section("Tools")
                  .text()
                  .lines()
                  .filter(line -> line.startsWith("| `"))
                  .map(line -> line.substring(0, line.indexOf(" | ", line.indexOf(" | ") + 3))))
          .containsExactlyElementsOf(rows);
    }
  }

  private static String row(JsonObject tool) {
    JsonObject schema = (JsonObject) tool.values().get("inputSchema");
    List<String> required = schema.texts("required");
    JsonObject properties = (JsonObject) schema.values().get("properties");
    return "| `"
        + tool.text("name").orElseThrow()
        + "` | "
        + String.join(
            ", ",
            List.of("run_id", "folder", "expect_head", "offset").stream()
                .filter(name -> properties.find(name).isPresent())
                .map(name -> "`" + name + "`" + (required.contains(name) ? "" : "?"))
                .toList());
  }
}
