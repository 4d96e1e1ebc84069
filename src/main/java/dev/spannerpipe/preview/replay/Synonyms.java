package dev.spannerpipe.preview.replay;

import dev.spannerpipe.sql.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The names of tables that may mean the same table at some time: names that became one another,
/// and synonyms. Immutable.
///
/// @param first for each name that has others, the one that stands for all of them
record Synonyms(Dialect dialect, Map<String, String> first) {
  Synonyms {
    first = Map.copyOf(first);
  }

  static Synonyms none(Dialect dialect) {
    return new Synonyms(dialect, Map.of());
  }

  /// Returns these synonyms and those of more statements.
  Synonyms with(List<String> statements) {
    Map<String, String> all = new HashMap<>(first);
    for (String statement : statements) {
      if (mayGiveNames(statement)) {
        DdlText text = new DdlText(dialect, statement);
        TableNames.given(text).forEach(name -> join(all, text.head().name(), name));
      }
    }
    return new Synonyms(dialect, all);
  }

  /// Returns the name that stands for all names of a table.
  String of(String name) {
    return first.getOrDefault(name, name);
  }

  /// Most statements do not, and their text says so without its tokens.
  private static boolean mayGiveNames(String statement) {
    String text = statement.toUpperCase(Locale.ROOT);
    return text.contains("SYNONYM") || text.contains("RENAME");
  }

  private static void join(Map<String, String> all, String name, String other) {
    String to = all.getOrDefault(name, name);
    String from = all.getOrDefault(other, other);
    all.replaceAll((_, each) -> each.equals(from) ? to : each);
    all.put(name, to);
    all.put(from, to);
    all.put(other, to);
  }
}
