package dev.spannerpipe.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that the page about `plan.json` shows computes the digest that the pipe prints.
class PlanDigestScriptTest {
  /// Every character that a form of JSON may escape, and one outside of the basic plane.
  private static final String CHARACTERS =
      IntStream.rangeClosed(0, 0xff).mapToObj(Character::toString).collect(Collectors.joining())
          + "\u2028\u2029\ufeff\uffff\ud83d\ude00</script>";

  private static final Plan PLAN =
      Planner.plan(
          Dialect.GOOGLE_STANDARD_SQL,
          new Changelog(
              List.of(
                  ChangeSets.of("1", "INSERT INTO T (A) VALUES ('" + CHARACTERS + "')"),
                  ChangeSets.of("2", "DROP TABLE T")),
              Set.of(),
              Optional.empty()),
          List.of(),
          Optional.empty(),
          Optional.empty());

  @TempDir private Path directory;

  @Test
  void computesTheDigestFromTheFile() throws IOException, InterruptedException {
    Path python = python();
    String json = PlanDocument.of(PLAN, Optional.empty()).canonical();

    assertThat(run(python, json)).isEqualTo("0 " + PLAN.digest());
    assertThat(run(python, json.replace("DROP TABLE T", "DROP TABLE U")))
        .startsWith("1 ")
        .doesNotContain(PLAN.digest());
    assertThat(
            run(
                python,
                PlanDocument.of(PLAN, Optional.of("projects/a/instances/b/databases/c"))
                    .with("later", new JsonString("a member of a later version"))
                    .canonical()))
        .isEqualTo("0 " + PLAN.digest());
  }

  private static Path python() {
    Path python =
        List.of(System.getenv("PATH").split(":")).stream()
            .map(folder -> Path.of(folder, "python3"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/nowhere"));
    assumeTrue(Files.exists(python), "this machine has no python3");
    return python;
  }

  /// Returns the exit code and the output of the script.
  private String run(Path python, String json) throws IOException, InterruptedException {
    List<Markdown.Block> scripts = Markdown.page("src/docs/plan-json.md").blocks("python");
    assertThat(scripts).hasSize(1);
    Path script = Files.writeString(directory.resolve("digest.py"), scripts.getFirst().text());
    Path file = Files.writeString(directory.resolve("plan.json"), json + "\n");
    Process process =
        new ProcessBuilder(python.toString(), script.toString(), file.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue() + " " + printed;
  }
}
