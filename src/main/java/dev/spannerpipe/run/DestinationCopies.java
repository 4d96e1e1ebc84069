package dev.spannerpipe.run;

import dev.spannerpipe.files.FileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The copies that a run makes of files of the destination commit, in a temporary directory. The
/// run deletes them at its end, also if the thread that reads the changelog is still running then.
/// Thread-safe.
final class DestinationCopies {
  private @Nullable Path directory;
  private boolean deleted;

  /// Returns the directory of the copies; creates it if it does not exist.
  synchronized Path directory() throws IOException {
    refuseLateCopies();
    Path created = directory;
    if (created == null) {
      created = Files.createTempDirectory("spanner-pipe-destination");
      directory = created;
    }
    return created;
  }

  /// Returns a source that makes no copy after [#delete].
  FileSource guarded(FileSource source) {
    return path -> {
      synchronized (this) {
        refuseLateCopies();
        source.provide(path);
      }
    };
  }

  private void refuseLateCopies() throws IOException {
    if (deleted) {
      throw new IOException("the run has ended");
    }
  }

  /// Deletes the copies, if there are any. What cannot be deleted stays in the temporary directory:
  /// that is no reason for a run to fail.
  synchronized void delete() {
    deleted = true;
    Path created = directory;
    if (created != null) {
      try (Stream<Path> all = Files.walk(created)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException | UncheckedIOException _) {
        // Nothing of the run depends on it.
      }
    }
  }
}
