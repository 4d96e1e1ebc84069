package dev.spannerpipe.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// The files of a changelog, in a folder that both tools read.
public record Repository(Path directory) {
  /// Writes a file, or replaces it.
  void write(String path, String text) {
    Path file = directory.resolve(path);
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns a file's text.
  String read(String path) {
    try {
      return Files.readString(directory.resolve(path));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Copies a folder of the test resources under its own name.
  public void copyFixture(String name) {
    try {
      Path source =
          Path.of(Objects.requireNonNull(Repository.class.getResource("/compare/" + name)).toURI());
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = directory.resolve(name).resolve(source.relativize(file).toString());
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(file, target);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
