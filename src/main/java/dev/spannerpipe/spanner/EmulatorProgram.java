package dev.spannerpipe.spanner;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the program of the Spanner emulator on this machine. Searches the folder of the pipe's
/// jar, then the Cloud SDKs, then the `PATH`. The folder of the jar comes first, because the pipe
/// was tested with the program in it.
public final class EmulatorProgram {
  private static final String NAME = "emulator_main";

  private static final String IN_SDK = "bin/cloud_spanner_emulator/" + NAME;

  private final Map<String, String> environment;
  private final Optional<Path> application;
  private final Path root;

  /// Creates a search that uses the variables `PATH` and `HOME` of this environment.
  public EmulatorProgram(Map<String, String> environment) {
    this(environment, applicationFolder(), Path.of("/"));
  }

  /// @param application the folder of the pipe's jar, if there is a jar
  /// @param root the root of the file system; in tests, another folder
  EmulatorProgram(Map<String, String> environment, Optional<Path> application, Path root) {
    this.environment = Map.copyOf(environment);
    this.application = application;
    this.root = root;
  }

  /// Returns the program. Throws a `ConfigurationFailure` if there is none on this machine.
  public Path require() {
    return find()
        .orElseThrow(
            () ->
                new ConfigurationFailure(
                    "Could not start a Spanner emulator: SPANNER_EMULATOR_HOST is not set, and "
                        + NAME
                        + " is neither beside the application, nor in a Cloud SDK, nor on the PATH",
                    "Install the Cloud SDK with its component cloud-spanner-emulator, or set"
                        + " SPANNER_EMULATOR_HOST to a running emulator"));
  }

  /// Returns the program; empty if there is none on this machine.
  public Optional<Path> find() {
    Stream<Path> inSdks =
        Stream.concat(onPath("gcloud").flatMap(EmulatorProgram::sdkOf), usualSdks())
            .map(sdk -> sdk.resolve(IN_SDK));
    return Stream.of(application.map(folder -> folder.resolve(NAME)).stream(), inSdks, onPath(NAME))
        .flatMap(places -> places)
        .filter(EmulatorProgram::isProgram)
        .findFirst();
  }

  private Stream<Path> usualSdks() {
    return Stream.concat(
        Stream.of("usr/lib/google-cloud-sdk", "opt/google-cloud-sdk").map(root::resolve),
        Stream.ofNullable(environment.get("HOME"))
            .filter(home -> !home.isBlank())
            .map(home -> Path.of(home, "google-cloud-sdk")));
  }

  /// Returns the programs with this name on the `PATH`. Skips an empty entry of `PATH`, which means
  /// the current folder, because that folder may contain files from the checked-out Git branch.
  private Stream<Path> onPath(String program) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Path::isAbsolute)
        .filter(EmulatorProgram::isProgram);
  }

  /// Returns the Cloud SDK that contains this `gcloud`. Resolves symbolic links, because `gcloud`
  /// on the `PATH` is often a link into the SDK's `bin` folder.
  private static Stream<Path> sdkOf(Path gcloud) {
    try {
      return Stream.ofNullable(gcloud.toRealPath().getParent())
          .flatMap(bin -> Stream.ofNullable(bin.getParent()));
    } catch (IOException gone) {
      return Stream.empty();
    }
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  /// Returns the folder of the pipe's jar.
  private static Optional<Path> applicationFolder() {
    CodeSource source = EmulatorProgram.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
    } catch (URISyntaxException unusual) {
      return Optional.empty();
    }
  }
}
