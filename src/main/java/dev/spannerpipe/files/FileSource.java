package dev.spannerpipe.files;

import java.io.IOException;
import java.nio.file.Path;

/// Puts files into a clone directory when the pipe needs them. A changelog may use only a few
/// files, and copying the whole repository would take longer than copying only these files.
@FunctionalInterface
public interface FileSource {
  /// Puts a file, or a directory with everything below it, into the clone directory. Does nothing
  /// if the source has no such path, or if the path exists already.
  ///
  /// @param path the absolute path of the file or directory in the clone directory
  /// @throws IOException if the source cannot be read, or the file cannot be written
  void provide(Path path) throws IOException;
}
