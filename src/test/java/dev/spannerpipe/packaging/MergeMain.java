package dev.spannerpipe.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Merges the pipe's libraries into one jar. The build calls it: Java starts faster with one jar
/// than with a hundred, and a cache of its classes may name jars, but no folder of them.
public final class MergeMain {
  private MergeMain() {}

  /// Writes the merged jar to the file that the first argument names, and the native libraries to
  /// the folder that the second one names.
  public static void main(String[] arguments) throws IOException {
    List<Library> libraries =
        RuntimeLibraries.jars().orElseThrow().stream().map(Library::read).toList();
    try {
      StoredJar.write(
          Path.of(arguments[0]),
          NativeLibraries.apart(
              Merger.merge(libraries, ReviewedResources.read(ReviewedResources.FILE)),
              Path.of(arguments[1])));
    } catch (MergeFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }
}
