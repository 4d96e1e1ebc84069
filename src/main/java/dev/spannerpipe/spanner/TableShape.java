package dev.spannerpipe.spanner;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The actual name of a table, and the actual names and lengths of its columns. Liquibase's tables
/// do not look the same in all databases, so the pipe reads their shape from the database.
///
/// @param name the table's name, as the database spells it
/// @param columns the columns; each key is the name of the column in upper case
record TableShape(String name, Map<String, Column> columns) {
  /// A column.
  ///
  /// @param name the column's name, as the database spells it
  /// @param longest the maximum number of characters; [Integer#MAX_VALUE] if there is no limit
  record Column(String name, int longest) {}

  TableShape {
    columns = Map.copyOf(columns);
  }

  /// Returns this shape with one more column.
  ///
  /// @param column the name of the column, as the database spells it
  /// @param type the type as it is written in the information schema, such as `STRING(255)` or
  ///   `STRING(MAX)`
  TableShape with(String column, String type) {
    TreeMap<String, Column> copy = new TreeMap<>(columns);
    copy.put(column.toUpperCase(Locale.ROOT), new Column(column, longest(type)));
    return new TableShape(name, copy);
  }

  /// Returns the name of a column, as the database spells it. If there is no such column, returns
  /// the given name, so that Spanner's error message contains that name.
  String column(String upperCaseName) {
    Column column = columns.get(upperCaseName);
    return column == null ? upperCaseName : column.name();
  }

  /// Returns a text, cut to the length of the column.
  @Nullable String fitted(String upperCaseName, @Nullable String text) {
    Column column = columns.get(upperCaseName);
    if (text == null || column == null || text.codePointCount(0, text.length()) <= column.longest) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, column.longest));
  }

  private static int longest(String type) {
    int open = type.indexOf('(');
    String length = open < 0 ? "" : type.substring(open + 1, type.length() - 1);
    return length.isEmpty() || !length.chars().allMatch(Character::isDigit)
        ? Integer.MAX_VALUE
        : Integer.parseInt(length);
  }
}
