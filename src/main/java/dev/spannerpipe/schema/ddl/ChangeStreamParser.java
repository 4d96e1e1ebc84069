package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.ChangeStream;
import dev.spannerpipe.schema.ChangeStream.Watched;
import dev.spannerpipe.schema.ChangeStream.WatchedTable;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.ObjectOptions;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads change streams, after their name.
final class ChangeStreamParser {
  private ChangeStreamParser() {}

  static ChangeStream read(TokenReader reader, Name name) {
    ChangeStream stream =
        new ChangeStream(
            new ObjectName(ObjectKind.CHANGE_STREAM, name), Watched.NOTHING, ObjectOptions.NONE);
    return changed(reader, stream);
  }

  /// Applies the clauses up to the end.
  static ChangeStream changed(TokenReader reader, ChangeStream stream) {
    Watched watched = stream.watched();
    ObjectOptions options = stream.options();
    while (!reader.atEnd()) {
      if (reader.take("drop", "for", "all")) {
        watched = Watched.NOTHING;
      } else if (reader.take("for", "all")) {
        watched = Watched.EVERYTHING;
      } else if (reader.take("for")) {
        watched = new Watched(false, tables(reader));
      } else if (reader.take("reset")) {
        options = options.with(reset(reader));
      } else if (reader.isSymbol('(')) {
        options = options.with(OptionsParser.parentheses(reader));
      } else {
        // `SET`, `OPTIONS` or `WITH`.
        reader.skip();
      }
    }
    return new ChangeStream(stream.name(), watched, options);
  }

  private static List<WatchedTable> tables(TokenReader reader) {
    List<WatchedTable> tables = new ArrayList<>();
    do {
      Name table = reader.name();
      boolean all = !reader.isSymbol('(');
      tables.add(new WatchedTable(table, all, reader.names()));
    } while (reader.takeSymbol(','));
    return tables;
  }

  private static Map<String, String> reset(TokenReader reader) {
    Map<String, String> options = new TreeMap<>();
    reader.names().forEach(name -> options.put(name.text(), "null"));
    return options;
  }
}
