package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Markdown;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The example of `src/docs/preview.md` prints what the page shows, and has the plan of `status`.
@Concurrent
class DocumentedPreviewIT extends WholeTool {
  private static final String FILE = "schema/changelog.sql";
  private static final Markdown EXAMPLE = Markdown.page("src/docs/preview.md").section("Example");

  @Test
  void showsWhatThePageShowsAndHasThePlanOfStatus() {
    List<Markdown.Block> changeSets = EXAMPLE.blocks("sql");
    pipe = pipe.with("CHANGELOG_FILE", FILE);
    workspace.with(FILE, changeSets.getFirst().text());
    apply();
    workspace.with(FILE, changeSets.getFirst().text() + changeSets.getLast().text());
    PipeRun preview = pipe.with("SPANNER_ENDPOINT", "http://" + EmulatorServer.running().host());

    Result result = preview.run("preview");

    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(masked(result.out().replace(database.resourceName(), "<database>")))
        .isEqualTo(
            masked(
                EXAMPLE
                    .blocks("")
                    .getFirst()
                    .text()
                    .replace("projects/acme-prod/instances/main/databases/shop", "<database>")));
    assertThat(pipe.run("status").out()).contains("; 1 applied; " + plan(result) + ".\n");
  }

  private static String masked(String text) {
    return text.replaceAll("as of [0-9TZ:.-]+Z", "as of <time>")
        .replaceAll("\\b[0-9a-f]{64}\\b", "<sha256>");
  }

  private static String plan(Result result) {
    return result.out().replaceFirst("(?s).*; (plan [0-9a-f]{64})\\..*", "$1");
  }
}
