package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Durations;
import dev.spannerpipe.testing.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The complete logs that `src/docs/log.md` shows are those of the repository that it shows.
@Concurrent
class DocumentedLogsIT extends WholeTool {
  private static final Path PAGE = Path.of("src/docs/log.md");

  private static final Pattern BLOCK =
      Pattern.compile("^`([^`\n]+)`:\n\n```[a-z]*\n(.*?)```$", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern LOG =
      Pattern.compile(
          "^## ([^\n]+)\n.*?\n```\n((?:INFO|ERROR):.*?)```$", Pattern.MULTILINE | Pattern.DOTALL);

  /// What differs from run to run.
  private static final List<Map.Entry<Pattern, String>> MASKS =
      List.of(
          Map.entry(Pattern.compile("\\b[0-9a-f]{64}\\b"), "<sha256>"),
          Map.entry(Pattern.compile("\\b\\d{8}T\\d{6}Z-[0-9a-f]{8}\\b"), "<run>"),
          Map.entry(Pattern.compile("spanner-pipe [^ :]+: "), "spanner-pipe <version>: "));

  private String page;

  @BeforeEach
  void makeTheRepository() throws IOException {
    page = Files.readString(PAGE, UTF_8);
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      workspace.with(block.group(1), block.group(2));
    }
    pipe = pipe.with("CHANGELOG_FILE", "schema/changelog.yaml");
  }

  @Test
  void showsTheFirstApply() {
    Result result = pipe.run();

    assertThat(log(result)).isEqualTo(documented("The first apply"));
    assertInOrder(result);
  }

  @Test
  void showsARunWithNothingToDo() {
    pipe.run();

    Result result = pipe.run();

    assertThat(log(result)).isEqualTo(documented("Nothing to do")).hasLineCount(3);
  }

  @Test
  void showsAFailureInASqlFile() throws IOException {
    pipe.run();
    Path changelog = workspace.directory().resolve("schema/changelog.yaml");
    Files.writeString(changelog, Files.readString(changelog, UTF_8) + appended(), UTF_8);

    Result result = pipe.run();

    assertThat(log(result)).isEqualTo(documented("A failure in a `sqlFile`"));
    assertThat(result.exitCode()).isEqualTo(5);
  }

  /// The page shows the change set that fails by itself.
  private String appended() {
    Matcher block =
        Pattern.compile("```yaml\n(  - changeSet:.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private String log(Result result) {
    return masked(
        result.lines().stream()
            .filter(line -> !line.startsWith("INFO: Endpoint override: "))
            .map(line -> line.replace(database.resourceName(), "<database>"))
            .map(line -> line.replace(database.name(), "<name>"))
            .map(line -> line + "\n")
            .collect(Collectors.joining()));
  }

  private String documented(String heading) {
    Map<String, String> logs = new HashMap<>();
    Matcher log = LOG.matcher(page);
    while (log.find()) {
      logs.put(log.group(1), log.group(2));
    }
    assertThat(logs).containsKey(heading);
    return masked(
        logs.get(heading)
            .replace("projects/shop-prod/instances/main/databases/shop", "<database>")
            .replaceAll("\\bshop\\b", "<name>"));
  }

  private static String masked(String log) {
    String masked = Durations.masked(log);
    for (Map.Entry<Pattern, String> mask : MASKS) {
      masked = mask.getKey().matcher(masked).replaceAll(mask.getValue());
    }
    // The server's words are not cut.
    assertThat(log.lines())
        .allMatch(line -> line.length() <= 120 || line.matches("(?:✖|ERROR:) .*"));
    return masked;
  }
}
