package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Markdown;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The example of `src/docs/adopt.md` prints what the page shows, and leads to a database that
/// `apply` continues with.
@Concurrent
class DocumentedAdoptionIT extends WholeTool {
  private static final String FILE = "schema/changelog.sql";
  private static final Markdown PAGE = Markdown.page("src/docs/adopt.md");
  private static final Markdown EXAMPLE = PAGE.section("Example");

  @Test
  void showsWhatThePageShowsAndAdoptsIt() {
    List<Markdown.Block> blocks = EXAMPLE.blocks("sql");
    database.execute(blocks.get(0).text(), blocks.get(1).text());
    workspace.with(FILE, blocks.get(2).text());
    pipe = pipe.with("CHANGELOG_FILE", FILE);
    PipeRun adopt = pipe.with("COMMAND", "adopt");

    Result shown = adopt.run().succeeded();

    assertThat(masked(shown.out().replace(database.resourceName(), "<database>")))
        .isEqualTo(
            masked(
                EXAMPLE
                    .blocks("")
                    .getFirst()
                    .text()
                    .replace("projects/acme-prod/instances/main/databases/shop", "<database>")));
    String plan = shown.out().replaceFirst("(?s).*Plan ([0-9a-f]{64})\n", "$1");
    adopt.with("PLAN_SHA256", plan).run().succeeded();
    assertThat(history()).containsExactly("customers", "first-customer", "orders");
    assertThat(pipe.run().succeeded().lastLine())
        .contains("Applied 1 change set", "last change set: " + FILE + "::total::bob");
  }

  @Test
  void leavesTheChoiceAsThePageShows() {
    List<Markdown.Block> blocks = EXAMPLE.blocks("sql");
    database.execute(blocks.get(0).text(), blocks.get(1).text());
    workspace.with(
        FILE,
        blocks
            .get(2)
            .text()
            .replace("bob:total", "ann:first-order")
            .replace(
                "ALTER TABLE orders ADD COLUMN total NUMERIC",
                "INSERT INTO orders (id, customer) VALUES (1, 1)"));

    Result result = pipe.with("CHANGELOG_FILE", FILE).run("adopt");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out())
        .endsWith(PAGE.section("Several prefixes fit").blocks("").getFirst().text());
  }

  private static String masked(String text) {
    return text.replaceAll("\\b[0-9a-f]{64}\\b", "<sha256>");
  }
}
