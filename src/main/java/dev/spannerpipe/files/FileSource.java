package dev.spannerpipe.files;

import java.io.IOException;
import java.nio.file.Path;

/// Puts files into a directory when they are needed. Copying a whole repository for a changelog of
/// a few files would take longer than reading the changelog.
@FunctionalInterface
public interface FileSource {
  /// Puts a file into its place, or a directory with everything below it. Does nothing if the
  /// source has no such path, or if it is already there.
  ///
  /// @param path absolute
  /// @throws IOException if the source cannot be read, or the file cannot be written
  void provide(Path path) throws IOException;
}
