package dev.spannerpipe.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Scenarios of tests that are folders: each holds the files of one case, and in `expected.txt`
/// what the product says about them.
public final class ScenarioFolders {
  private static final String EXPECTED = "expected.txt";

  private ScenarioFolders() {}

  /// Returns the folders of a group.
  public static List<Path> of(String group) {
    try (Stream<Path> folders = Files.list(Path.of("src/test/resources").resolve(group))) {
      return folders.sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns what the product should say about a scenario.
  public static String expected(Path folder) {
    return text(folder.resolve(EXPECTED));
  }

  /// Returns the text of a file.
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns the only file of a scenario that has this name, with any extension, relative to the
  /// folder.
  public static String named(Path folder, String name) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.getFileName().toString().matches(name + "\\.\\w+"))
              .toList();
      if (found.size() != 1) {
        throw new IllegalStateException(folder + " has " + found.size() + " files named " + name);
      }
      return folder.relativize(found.getFirst()).toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
