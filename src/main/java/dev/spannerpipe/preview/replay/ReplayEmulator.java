package dev.spannerpipe.preview.replay;

import dev.spannerpipe.sql.Dialect;
import java.util.OptionalLong;

/// The emulator in which changes are replayed: the preview's port to it. Not thread-safe.
public interface ReplayEmulator extends AutoCloseable {
  /// Creates an empty database. Throws a `Failure` if the emulator cannot be reached.
  ReplayDatabase newDatabase(Dialect dialect);

  /// Returns how much memory the emulator uses, in bytes; empty if that cannot be read. Only an
  /// emulator that this run started can be read.
  OptionalLong memoryBytes();

  /// Replaces an emulator that this run started by a new one, and returns true. Its databases are
  /// gone then. Returns false and does nothing if another process started the emulator.
  boolean restart();

  /// Removes what the preview made in the emulator, and ends an emulator that this run started.
  @Override
  void close();
}
