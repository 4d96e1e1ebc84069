package dev.spannerpipe.packaging;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The libraries that the pipe has at its users, as the build resolved them. The tests themselves
/// run with more: their own libraries bring back some that `pom.xml` excludes.
public final class RuntimeLibraries {
  private static final Path LIST = Path.of("target", "runtime.classpath");

  private RuntimeLibraries() {}

  /// Returns the jars in the order of the class path; empty if Maven did not build the tests.
  public static Optional<List<Path>> jars() {
    if (!Files.exists(LIST)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Stream.of(Files.readString(LIST).strip().split(File.pathSeparator, -1))
              .map(Path::of)
              .toList());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
