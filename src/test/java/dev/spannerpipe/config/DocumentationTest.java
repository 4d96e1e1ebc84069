package dev.spannerpipe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;

/// Holds README.md and pipe.yml against the list of variables. Where one differs, the failure's
/// message has the text that belongs there.
class DocumentationTest {
  private static final String START = "<!-- variables -->\n";
  private static final String RAW = "https://bitbucket.org/spanner-pipe/spanner-pipe/raw/main/";
  private static final String END = "<!-- end of variables -->\n";

  @Test
  void readmeHasTheVariablesByTheGroupsOfTheHelp() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(readme).containsOnlyOnce(START).containsOnlyOnce(END);
    assertThat(readme.substring(readme.indexOf(START) + START.length(), readme.indexOf(END)))
        .isEqualTo(tables());
  }

  @Test
  void metadataHasTheVariablesThatHaveAnEffect() throws IOException {
    String metadata = Files.readString(Path.of("pipe.yml"));

    assertThat(metadata).containsOnlyOnce("\nvariables:\n");
    assertThat(metadata.substring(metadata.indexOf("\nvariables:\n") + 1)).isEqualTo(yaml());
  }

  @Test
  void metadataReadmeAndChangelogHaveTheVersionOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");

    assertThat(Files.readString(Path.of("pipe.yml"))).contains("spanner-pipe:" + version + "\n");
    assertThat(Files.readString(Path.of("CHANGELOG.md"))).contains("\n## [" + version + "]");
  }

  /// In a release's pipeline, and in a clone of a release.
  @Test
  void aTagOfThisCommitIsTheVersionOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");

    assertThat(tagsOfThisCommit()).isSubsetOf(version);
  }

  /// None in a copy of the sources without their history.
  private static List<String> tagsOfThisCommit() throws IOException {
    FileRepositoryBuilder clone =
        new FileRepositoryBuilder().findGitDir(Path.of("").toAbsolutePath().toFile());
    if (clone.getGitDir() == null) {
      return List.of();
    }
    try (Repository repository = clone.build()) {
      ObjectId head = repository.resolve("HEAD");
      List<String> tags = new ArrayList<>();
      for (Ref tag : repository.getRefDatabase().getRefsByPrefix("refs/tags/")) {
        if (Objects.equals(head, repository.resolve(tag.getName() + "^{commit}"))) {
          tags.add(Repository.shortenRefName(tag.getName()));
        }
      }
      return tags;
    }
  }

  @Test
  void theIconOfTheMetadataIsInTheRepository() throws IOException {
    String icon =
        Files.readString(Path.of("pipe.yml")).replaceFirst("(?s).*\nicon: ([^\n]+)\n.*", "$1");

    assertThat(icon).startsWith(RAW);
    assertThat(Path.of(icon.substring(RAW.length()))).isRegularFile();
  }

  /// One table for each group of the help, in the help's order.
  private static String tables() {
    return Arrays.stream(Variable.Group.values())
        .map(DocumentationTest::table)
        .collect(Collectors.joining("\n"));
  }

  private static String table(Variable.Group group) {
    return Variables.ALL.stream()
        .filter(variable -> variable.group() == group)
        .map(DocumentationTest::row)
        .collect(
            Collectors.joining(
                "\n", "### " + group.title() + "\n\n| Variable | Usage |\n|---|---|\n", "\n"));
  }

  private static String row(Variable<?> variable) {
    return "| `"
        + variable.name()
        + (variable.required() ? "` (*) | " : "` | ")
        + variable.documentation().replace(" Required.", "").replace("|", "\\|")
        + " |";
  }

  /// A variable without a fixed default comes from the workspace, the repository or the deployment;
  /// one that this version refuses must not.
  private static String yaml() {
    return Variables.ALL.stream()
        .filter(variable -> variable.availability() != Variable.Availability.LATER)
        .map(
            variable ->
                "  - name: "
                    + variable.name()
                    + "\n    default: \""
                    + variable.defaultValue().orElse("${" + variable.name() + "}")
                    + "\"\n")
        .collect(Collectors.joining("", "variables:\n", ""));
  }
}
