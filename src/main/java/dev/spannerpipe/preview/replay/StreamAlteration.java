package dev.spannerpipe.preview.replay;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;

/// The emulator's other mistake about change streams: emulator 1.5.28 ends with a segmentation
/// fault when a stream is altered to watch something else, and what it watched was altered, renamed
/// or dropped before. Such a stream is dropped and created anew instead.
final class StreamAlteration {
  private StreamAlteration() {}

  /// Returns whether a statement changes what a stream watches.
  static boolean is(DdlText statement) {
    return statement.head().is("alter", "change stream")
        && (statement.find(0, "set", "for") >= 0 || statement.find(0, "drop", "for") >= 0);
  }

  /// Returns the statements that stand for the alteration; empty if there is no such stream.
  ///
  /// @param alteration a statement that changes what a stream watches
  /// @param definition the schema right before it, as the emulator writes it
  static Optional<List<String>> instead(DdlText alteration, List<String> definition) {
    return definition.stream()
        .map(alteration::of)
        .filter(each -> each.head().is("create", "change stream"))
        .filter(each -> each.head().name().equals(alteration.head().name()))
        .findFirst()
        .map(
            stream ->
                List.of(
                    "DROP CHANGE STREAM " + stream.nameAsWritten(),
                    "CREATE CHANGE STREAM "
                        + stream.nameAsWritten()
                        + watched(alteration)
                        + options(stream)));
  }

  private static String watched(DdlText alteration) {
    int set = alteration.find(0, "set", "for");
    return set < 0 ? "" : " " + alteration.text(new DdlText.Range(set + 1, alteration.size()));
  }

  private static String options(DdlText stream) {
    String word = stream.dialect() == Dialect.POSTGRESQL ? "with" : "options";
    int options = stream.find(stream.afterHead(), word);
    return options < 0 ? "" : " " + stream.text(new DdlText.Range(options, stream.size()));
  }
}
