package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A changelog that uses every feature ends the same with both tools, and either goes on where the
/// other stopped. The changelog is written to be read: one small file per feature.
@Concurrent
class EveryFeatureIT {
  private static final String CHANGELOG = "every-feature/changelog.yaml";
  private static final String EVERYTHING = "every-feature/everything.yaml";
  private static final String EDITED = "every-feature/edited.sql";
  private static final RunOptions OPTIONS =
      RunOptions.of("test", "release or !experiment", Map.of("given", "on the command line"));

  /// Where the changelog is cut into a half for one tool and a half for the other.
  private static final String HALF =
      "  - include: {file: statements.xml, relativeToChangelogFile: true}\n";

  @Test
  void endsAsWithLiquibaseAndLeavesNothingToIt(@TempDir Path directory) {
    Comparison both = comparison(directory);

    both.update(CHANGELOG, OPTIONS);

    both.expectNothingPendingForLiquibase(CHANGELOG, OPTIONS);
    both.expectNothingPendingForPipe(CHANGELOG, OPTIONS);
  }

  @Test
  void leavesPendingWhatLiquibaseDoes(@TempDir Path directory) {
    Comparison both = comparison(directory);

    both.update(EVERYTHING, OPTIONS);
    both.update(EVERYTHING, OPTIONS);

    List<String> pending = pending(both.liquibaseOnOurs());
    assertThat(pending)
        .containsExactly(
            "every-feature/left-pending.yaml::may-fail::ann",
            "every-feature/left-pending.yaml::schema-may-fail::ann",
            "every-feature/left-pending.yaml::continued::ann",
            "every-feature/left-pending.yaml::only-for-another-database::ann",
            "every-feature/always.sql::count::fay")
        .isEqualTo(pending(both.liquibase()));
  }

  @Test
  void runsWhatWasEditedAndWhatIsNewAsLiquibaseDoes(@TempDir Path directory) {
    Comparison both = comparison(directory);
    both.update(EVERYTHING, OPTIONS);

    String edited = both.repository().read(EDITED);
    both.repository().write(EDITED, edited.replace("first", "second").replace("p.id", "p.name"));
    both.repository()
        .write(
            "every-feature/many/0.sql",
            "--liquibase formatted sql\n--changeset eve:late\nINSERT INTO ran (what) VALUES ('late');\n");
    both.update(EVERYTHING, OPTIONS);
  }

  @Test
  void goesOnWhereLiquibaseStopped(@TempDir Path directory) {
    Comparison both = comparison(directory);
    String whole = cutInHalf(both.repository());
    both.liquibase().update(CHANGELOG, OPTIONS.forLiquibase()).succeeded();
    both.pipe().apply(CHANGELOG, OPTIONS.forPipe()).succeeded();
    both.repository().write(CHANGELOG, whole);

    both.pipeOnTheirs().apply(CHANGELOG, OPTIONS.forPipe()).succeeded();
    both.liquibaseOnOurs().update(CHANGELOG, OPTIONS.forLiquibase()).succeeded();

    both.expectSame();
    both.expectNothingPendingForLiquibase(CHANGELOG, OPTIONS);
    both.expectNothingPendingForPipe(CHANGELOG, OPTIONS);
    assertThat(both.liquibase().status(CHANGELOG, OPTIONS.forLiquibase()).succeeded().output())
        .contains("is up to date");
  }

  /// Returns the text of the whole changelog.
  private static String cutInHalf(Repository repository) {
    String whole = repository.read(CHANGELOG);
    assertThat(whole).contains(HALF);
    repository.write(CHANGELOG, whole.substring(0, whole.indexOf(HALF)));
    return whole;
  }

  private static Comparison comparison(Path directory) {
    Comparison both = Comparison.in(directory);
    both.repository().copyFixture("every-feature");
    return both;
  }

  private static List<String> pending(PlainLiquibase liquibase) {
    return liquibase
        .status(EVERYTHING, OPTIONS.forLiquibase())
        .succeeded()
        .output()
        .lines()
        .map(String::strip)
        .filter(line -> line.matches(".+::.+::.+"))
        .toList();
  }
}
