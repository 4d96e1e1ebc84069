package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the emulator's program is looked for, and in which order.
class EmulatorProgramTest {
  private static final String IN_SDK = "bin/cloud_spanner_emulator/emulator_main";

  @TempDir Path root;
  private Path application;

  @BeforeEach
  void makeApplicationFolder() throws IOException {
    application = Files.createDirectory(root.resolve("application"));
  }

  @Test
  void theProgramBesideTheApplicationComesBeforeAllOthers() throws IOException {
    Path beside = program("application/emulator_main");
    program("usr/lib/google-cloud-sdk/" + IN_SDK);
    program("bin/emulator_main");

    assertThat(found(Map.of("PATH", root.resolve("bin").toString()))).contains(beside);
  }

  @Test
  void theSdkComesBeforeThePath() throws IOException {
    Path inSdk = program("opt/google-cloud-sdk/" + IN_SDK);
    program("bin/emulator_main");

    assertThat(found(Map.of("PATH", root.resolve("bin").toString()))).contains(inSdk);
  }

  @Test
  void theSdkIsFoundThroughALinkToGcloud() throws IOException {
    Path inSdk = program("somewhere/sdk/" + IN_SDK);
    Path gcloud = program("somewhere/sdk/bin/gcloud");
    Files.createSymbolicLink(
        Files.createDirectories(root.resolve("bin")).resolve("gcloud"), gcloud);

    assertThat(found(Map.of("PATH", "/nonexistent:" + root.resolve("bin"))))
        .contains(inSdk.toRealPath());
  }

  @Test
  void theSdkInTheHomeFolderIsFound() throws IOException {
    Path inSdk = program("home/google-cloud-sdk/" + IN_SDK);

    assertThat(found(Map.of("HOME", root.resolve("home").toString()))).contains(inSdk);
  }

  /// The current folder may be a clone of a pull request.
  @Test
  void thePathNeverMeansAFolderBelowTheCurrentOne() throws IOException {
    program("bin/emulator_main");
    Path relative = Path.of("").toAbsolutePath().relativize(root.resolve("bin"));

    assertThat(found(Map.of("PATH", ":" + relative + ":."))).isEmpty();
  }

  @Test
  void aFileThatCannotBeExecutedIsNoProgram() throws IOException {
    Files.createFile(application.resolve("emulator_main"));

    assertThat(found(Map.of())).isEmpty();
  }

  @Test
  void aFolderOfThatNameIsNoProgram() throws IOException {
    Files.createDirectory(application.resolve("emulator_main"));

    assertThat(found(Map.of())).isEmpty();
  }

  @Test
  void withoutAProgramTheFailureSaysWhatToInstall() {
    assertThatThrownBy(() -> new EmulatorProgram(Map.of(), Optional.empty(), root).require())
        .isInstanceOfSatisfying(
            ConfigurationFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessage(
            "Could not start a Spanner emulator: SPANNER_EMULATOR_HOST is not set, and"
                + " emulator_main is neither beside the application, nor in a Cloud SDK, nor on the"
                + " PATH. Install the Cloud SDK with its component cloud-spanner-emulator, or set"
                + " SPANNER_EMULATOR_HOST to a running emulator.");
  }

  private Optional<Path> found(Map<String, String> environment) {
    return new EmulatorProgram(environment, Optional.of(application), root).find();
  }

  private Path program(String place) throws IOException {
    Path file = root.resolve(place);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
