package dev.spannerpipe.apply.port;

import dev.spannerpipe.failure.ConfigurationFailure;

/// The version of the book-keeping tables (the pipe's own tables) that this code reads and writes.
public final class TablesVersion {
  /// The version that this code stores with new tables.
  public static final long MAJOR = 1;

  private TablesVersion() {}

  /// Throws a [ConfigurationFailure] if a newer version of the pipe has changed the tables. This
  /// version of the pipe could misread such tables, and could write rows that the newer version
  /// misreads.
  public static void refuseNewer(BookkeepingState state) {
    if (state.majorVersion() > MAJOR) {
      throw new ConfigurationFailure(
          "Could not use the book-keeping tables: they have version %d, and this version of the pipe knows version %d"
              .formatted(state.majorVersion(), MAJOR),
          "Use the newer version of the pipe that wrote them");
    }
  }
}
