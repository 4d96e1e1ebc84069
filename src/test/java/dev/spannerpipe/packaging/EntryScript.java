package dev.spannerpipe.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The entry script as it is in the repository.
public final class EntryScript {
  private static final Path FILE = Path.of("pipe", "spanner-pipe");
  private static final Pattern UNSET = Pattern.compile("(?m)^unset((?: +\\\\\n| +[A-Z_]+)+)$");

  private EntryScript() {}

  /// Returns the names of all variables in capitals that it keeps from the pipe.
  public static List<String> unset() {
    return UNSET
        .matcher(text())
        .results()
        .flatMap(found -> Stream.of(found.group(1).replace('\\', ' ').strip().split("\\s+")))
        .toList();
  }

  private static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
