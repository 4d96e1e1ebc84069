package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import dev.spannerpipe.sql.SchemaChange;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/// Recognizes the names that a statement gives to a table besides the one in its head: its new name
/// and its synonyms.
final class TableNames {
  private TableNames() {}

  /// Returns whether the statement gives a table another name. Whatever refers to the table, such
  /// as an index, a foreign key or a change stream, refers to the new name from then on.
  static boolean isRename(DdlText statement) {
    return statement.head().is("rename", "table")
        || (statement.head().is("alter", "table") && statement.find(0, "rename") >= 0);
  }

  /// Returns the names. In a chain of renames, these are all names but the first one.
  static Set<String> given(DdlText statement) {
    Set<String> names = new LinkedHashSet<>();
    if (isRename(statement)) {
      addBehind(statement, names, "to");
      addBehind(statement, names, ",", "alter", "table");
      if (statement.head().verb().equals("rename")) {
        addBehind(statement, names, ",");
      }
    }
    if (statement.head().is("alter", "table")) {
      addBehind(statement, names, "add", "synonym");
    }
    for (Range element : statement.elements()) {
      if (statement.is(element.from(), "synonym", "(")) {
        names.add(name(statement, element.from() + 2));
      }
    }
    return names;
  }

  private static void addBehind(DdlText statement, Set<String> names, String... words) {
    int at = statement.find(0, words);
    while (at >= 0) {
      names.add(name(statement, at + words.length));
      at = statement.find(at + 1, words);
    }
  }

  private static String name(DdlText statement, int from) {
    return SchemaChange.name(
        statement.dialect(),
        IntStream.range(from, statement.afterName(from)).mapToObj(statement::at).toList());
  }
}
