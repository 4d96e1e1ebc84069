package dev.spannerpipe.preview.replay;

import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The emulator's mistake about change streams: a table of which a stream watched a column counts
/// as watched after the stream was altered to watch something else. Then the table cannot be
/// dropped there, although Spanner drops it.
final class WatchedDrop {
  private WatchedDrop() {}

  /// Returns statements that drop the table and make each stream that wrongly counts as watching it
  /// again; empty if the statement drops no table, or if a stream does watch it.
  static Optional<List<String>> around(
      Dialect dialect, HeldStatement held, ReplayDatabase database) {
    DdlText drop = new DdlText(dialect, held.original());
    if (!drop.head().is("drop", "table")) {
      return Optional.empty();
    }
    List<String> statements = new ArrayList<>(held.executed());
    boolean found = false;
    for (String each : database.definition()) {
      DdlText stream = new DdlText(dialect, each);
      if (stream.head().is("create", "change stream")) {
        if (stream.mentions(drop.head().name())) {
          return Optional.empty();
        }
        found = true;
        statements.addFirst("DROP CHANGE STREAM " + stream.nameAsWritten());
        statements.addLast(each);
      }
    }
    return found ? Optional.of(statements) : Optional.empty();
  }
}
