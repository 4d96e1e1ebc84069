package dev.spannerpipe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which directory the branch's files are in, and which host is the step's own.
class CloneRuleTest {
  private static final Path ROOT = Path.of("/");

  @TempDir Path home;

  @BeforeEach
  void resolveHome() throws IOException {
    home = home.toRealPath();
  }

  private static Settings read(Path workingDirectory, String... variables) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "PROJECT", "acme",
                "SPANNER_INSTANCE", "main",
                "SPANNER_DATABASE", "orders",
                "SPANNER_EMULATOR_HOST", "localhost:9010"));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return SettingsReader.read(new Request(environment, Map.of(), false, workingDirectory));
  }

  private static String failure(Path workingDirectory, String... variables) {
    return catchThrowableOfType(ConfigurationFailure.class, () -> read(workingDirectory, variables))
        .getMessage();
  }

  private static String problems(Path workingDirectory, String... variables) {
    ConfigurationFailure failure =
        catchThrowableOfType(ConfigurationFailure.class, () -> read(workingDirectory, variables));
    return failure.getMessage() + failure.details();
  }

  private static CloneDirectory clone(Path workingDirectory, String... variables) {
    return read(workingDirectory, variables).changelog().checkout();
  }

  @Test
  void isTheWorkingDirectoryOrTheOneThatIsGivenAboveIt() throws IOException {
    Path below = Files.createDirectory(home.resolve("below"));
    Path link = Files.createSymbolicLink(home.resolve("link"), below);

    assertThat(clone(below)).isEqualTo(new CloneDirectory(below));
    assertThat(clone(below, "BITBUCKET_CLONE_DIR", home.toString()))
        .isEqualTo(new CloneDirectory(home));
    assertThat(clone(below, "BITBUCKET_CLONE_DIR", link.toString()))
        .isEqualTo(new CloneDirectory(link));
  }

  @Test
  void mustNotBeTheWholeMachine() throws IOException {
    Path link = Files.createSymbolicLink(home.resolve("link"), ROOT);

    for (String clone : List.of("/", "//", link.toString())) {
      assertThat(failure(home, "BITBUCKET_CLONE_DIR", clone))
          .isEqualTo(
              "BITBUCKET_CLONE_DIR \""
                  + clone
                  + "\" is the root directory. Set it to the directory that holds the repository.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"below", "/proc", "../other"})
  void mustNotBeElsewhere(String clone) {
    assertThat(failure(home, "BITBUCKET_CLONE_DIR", clone))
        .isEqualTo(
            "BITBUCKET_CLONE_DIR \""
                + clone
                + "\" is neither the working directory "
                + home
                + " nor above it. Set it to the directory that holds the repository, and start the"
                + " pipe in that directory.");
  }

  @ParameterizedTest
  @CsvSource({
    "repo/db/all.yaml, , /repo",
    "/repo/db/all.yaml, , /repo",
    "./repo/../other/all.yaml, , /other",
    "all.yaml, /repo/db, /repo",
    "/repo/db/all.yaml, /repo/db, /repo",
    "/all.yaml, repo, /repo",
  })
  void isTheFirstFolderOfTheChangelogInTheRootDirectory(
      String changelog, String searchPath, String branch) {
    CloneDirectory clone =
        clone(
            ROOT, "CHANGELOG_FILE", changelog, "SEARCH_PATH", searchPath == null ? "" : searchPath);

    assertThat(clone).isEqualTo(new CloneDirectory(ROOT, Path.of(branch)));
  }

  @Test
  void needsAFolderInTheRootDirectory() {
    assertThat(failure(ROOT, "CHANGELOG_FILE", "all.yaml"))
        .isEqualTo(
            "CHANGELOG_FILE \"all.yaml\" is directly in the root directory, which is the working"
                + " directory. Put the changelog into a folder, or start the pipe in the"
                + " repository's directory.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.1.1",
        "2852039166",
        "0xA9FEA9FE",
        "fe80::1",
        "[fd20:ce::254]",
        "fd00:ec2::254",
        "::ffff:169.254.169.254",
        "Metadata.Google.Internal.",
      })
  void takesNoMetadataServiceForTheStepsHost(String host) {
    assertThat(read(home, "BITBUCKET_DOCKER_HOST_INTERNAL", host).warnings())
        .containsExactly(
            "BITBUCKET_DOCKER_HOST_INTERNAL \""
                + host
                + "\" is a link-local or metadata address; the pipe ignores the variable, and"
                + " rejects http to this address");
  }

  @Test
  void liftsNoRuleForAMetadataService() {
    assertThat(
            problems(
                home,
                "SPANNER_EMULATOR_HOST",
                "",
                "BITBUCKET_DOCKER_HOST_INTERNAL",
                "169.254.169.254",
                "SPANNER_ENDPOINT",
                "http://169.254.169.254:80"))
        .contains("uses http to another machine");
    assertThat(
            problems(
                home,
                "SPANNER_EMULATOR_HOST",
                "",
                "BITBUCKET_DOCKER_HOST_INTERNAL",
                "172.17.0.1",
                "SPANNER_ENDPOINT",
                "http://172.17.0.1:80"))
        .doesNotContain("uses http to another machine");
  }
}
