package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// The statements of a database's definition, in an order in which an empty database accepts them.
/// Neither Spanner nor the emulator prints them in such an order: a foreign key is printed with its
/// table, and the table that it references may come later.
///
/// @param before schemas, types, options, sequences, tables with parents before children, foreign
///   keys, indexes, functions and models
/// @param views the views, which may read each other in any order
/// @param after change streams, and what may depend on everything else
record BaselineScript(List<String> before, List<String> views, List<String> after) {
  BaselineScript {
    before = List.copyOf(before);
    views = List.copyOf(views);
    after = List.copyOf(after);
  }

  /// The kinds of objects, in the order of their creation.
  private enum Stage {
    SCHEMA,
    TYPE,
    OPTION,
    SEQUENCE,
    TABLE,
    FOREIGN_KEY,
    INDEX,
    FUNCTION,
    VIEW,
    STREAM,
    OTHER
  }

  /// Returns the script for a definition.
  ///
  /// @param definition the statements as Spanner or an emulator prints them
  /// @param bookkeeping the names of the book-keeping tables, which are not part of the schema that
  ///   is previewed
  static BaselineScript of(Dialect dialect, List<String> definition, Set<String> bookkeeping) {
    Map<Stage, List<DdlText>> stages = new EnumMap<>(Stage.class);
    for (String statement : definition) {
      DdlText text = new DdlText(dialect, statement);
      if (!isOf(bookkeeping, text)) {
        stages.computeIfAbsent(stage(text), _ -> new ArrayList<>()).add(text);
      }
    }
    List<DdlText> tables = parentsFirst(stages.getOrDefault(Stage.TABLE, List.of()));
    stages.put(Stage.TABLE, tables.stream().map(BaselineScript::withoutForeignKeys).toList());
    stages.put(
        Stage.FOREIGN_KEY,
        tables.stream()
            .flatMap(table -> foreignKeys(table).stream())
            .map(key -> new DdlText(dialect, key))
            .toList());
    return new BaselineScript(
        texts(stages, Stage.SCHEMA, Stage.FUNCTION),
        texts(stages, Stage.VIEW, Stage.VIEW),
        texts(stages, Stage.STREAM, Stage.OTHER));
  }

  private static List<String> texts(Map<Stage, List<DdlText>> stages, Stage first, Stage last) {
    return stages.entrySet().stream()
        .filter(
            entry -> entry.getKey().compareTo(first) >= 0 && entry.getKey().compareTo(last) <= 0)
        .flatMap(entry -> entry.getValue().stream())
        .map(DdlText::text)
        .toList();
  }

  private static boolean isOf(Set<String> bookkeeping, DdlText statement) {
    return bookkeeping.contains(statement.head().table().toUpperCase(Locale.ROOT));
  }

  private static Stage stage(DdlText statement) {
    if (statement.head().is("alter", "database")) {
      return Stage.OPTION;
    }
    if (!statement.head().verb().equals("create")) {
      return Stage.OTHER;
    }
    return switch (statement.head().type()) {
      case "schema" -> Stage.SCHEMA;
      case "proto bundle" -> Stage.TYPE;
      case "sequence" -> Stage.SEQUENCE;
      case "table" -> Stage.TABLE;
      case "index", "search index", "vector index" -> Stage.INDEX;
      case "function", "model" -> Stage.FUNCTION;
      case "view" -> Stage.VIEW;
      case "change stream" -> Stage.STREAM;
      default -> Stage.OTHER;
    };
  }

  private static List<DdlText> parentsFirst(List<DdlText> tables) {
    Map<String, DdlText> waiting = new LinkedHashMap<>();
    tables.forEach(table -> waiting.put(table.head().name(), table));
    List<DdlText> sorted = new ArrayList<>();
    while (!waiting.isEmpty()) {
      DdlText next = withoutWaitingParent(waiting);
      waiting.remove(next.head().name());
      sorted.add(next);
    }
    return sorted;
  }

  /// Follows the parents of the first table that waits. A cycle, which no database has, ends where
  /// it begins.
  private static DdlText withoutWaitingParent(Map<String, DdlText> waiting) {
    DdlText table = waiting.values().iterator().next();
    for (int i = 0; i < waiting.size(); i++) {
      DdlText parent = waiting.get(parent(table));
      if (parent == null) {
        return table;
      }
      table = parent;
    }
    return table;
  }

  /// Returns the folded name of the parent; empty if the table is not interleaved.
  private static String parent(DdlText table) {
    int in = table.find(table.afterClosing(Math.max(0, table.columns())), "interleave", "in");
    if (table.columns() < 0 || in < 0) {
      return "";
    }
    int name = table.is(in + 2, "parent") ? in + 3 : in + 2;
    List<SqlToken> tokens = IntStream.range(name, table.size()).mapToObj(table::at).toList();
    return SchemaChange.name(table.dialect(), tokens);
  }

  private static DdlText withoutForeignKeys(DdlText table) {
    DdlText rest = table;
    for (Range key = firstForeignKey(rest); key.from() >= 0; key = firstForeignKey(rest)) {
      rest = rest.of(rest.withoutElement(key));
    }
    return rest;
  }

  private static Range firstForeignKey(DdlText table) {
    return table.elements().stream()
        .filter(element -> isForeignKey(table, element))
        .findFirst()
        .orElse(new Range(-1, -1));
  }

  private static List<String> foreignKeys(DdlText table) {
    return table.elements().stream()
        .filter(element -> isForeignKey(table, element))
        .map(element -> "ALTER TABLE " + table.nameAsWritten() + " ADD " + table.text(element))
        .toList();
  }

  private static boolean isForeignKey(DdlText table, Range element) {
    int key = table.is(element.from(), "constraint") ? element.from() + 2 : element.from();
    return table.is(key, "foreign", "key");
  }
}
