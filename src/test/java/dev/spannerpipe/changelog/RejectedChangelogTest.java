package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.ScenarioFolders;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Changelogs that a first run rejects. Each is a folder in
/// `src/test/resources/rejected/changelogs`: `changelog.*`, the files that it includes, and in
/// `expected.txt` all that the run says.
class RejectedChangelogTest {
  static List<Path> changelogs() {
    return ScenarioFolders.of("rejected/changelogs");
  }

  @ParameterizedTest
  @MethodSource("changelogs")
  void saysWhatIsWrongAndWhatToDo(Path folder) {
    String changelog = ScenarioFolders.named(folder, "changelog");

    assertThat(new Repository(folder.toAbsolutePath()).failure(changelog) + "\n")
        .isEqualTo(ScenarioFolders.expected(folder));
  }
}
