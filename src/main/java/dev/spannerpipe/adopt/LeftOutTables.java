package dev.spannerpipe.adopt;

import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The tables that belong to no changelog: the book-keeping tables, and the history tables of other
/// tools. They are left out of every comparison, with their indexes and the privileges on them.
///
/// @param names the names of the tables
record LeftOutTables(Set<Name> names) {
  /// The history tables of other tools, by the names that they have by default, with the columns by
  /// which they are recognized. A name alone is not enough: a team may have a table of that name.
  ///
  /// Sources: golang-migrate (`database/spanner/spanner.go`), wrench and its fork by RoryQ
  /// (`pkg/spanner/client.go`), goose (`internal/dialects/spanner.go`), Flyway
  /// (`SpannerDatabase.java`).
  private static final Map<String, Set<String>> OF_TOOLS =
      Map.of(
          VersionTable.NAME,
          Set.of("version", "dirty"),
          VersionTable.HISTORY,
          Set.of("version", "dirty", "created", "modified"),
          "schemamigrationslock",
          Set.of("id", "lockidentifier", "expiry"),
          VersionTable.UPGRADING,
          Set.of(),
          "goose_db_version",
          Set.of("version_id", "is_applied", "tstamp"),
          "flyway_schema_history",
          Set.of("installed_rank", "version", "script", "checksum", "success"));

  LeftOutTables {
    names = Set.copyOf(names);
  }

  /// Returns the tables of a live schema that are left out.
  ///
  /// @param bookkeeping the names of the book-keeping tables, in upper case
  static LeftOutTables of(SchemaModel live, Set<String> bookkeeping) {
    Set<Name> names = new HashSet<>();
    for (Table table : live.objects(Table.class)) {
      if (isBookkeeping(table.name().name(), bookkeeping) || isOfTool(table)) {
        names.add(table.name().name());
      }
    }
    return new LeftOutTables(names);
  }

  private static boolean isBookkeeping(Name name, Set<String> bookkeeping) {
    return bookkeeping.contains(name.text().toUpperCase(Locale.ROOT));
  }

  /// Returns whether a table is the history table of another tool.
  static boolean isOfTool(Table table) {
    Set<String> columns = OF_TOOLS.get(table.name().name().text().toLowerCase(Locale.ROOT));
    return columns != null && columnsOf(table).containsAll(columns);
  }

  private static Set<String> columnsOf(Table table) {
    return table.columns().stream()
        .map(column -> column.name().text().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  /// Returns whether an object is one of these tables, or belongs to one.
  boolean has(SchemaObject object) {
    return switch (object) {
      case Table table -> names.contains(table.name().name());
      case Index index -> names.contains(index.table());
      case Grant grant -> grant.kind().equals("TABLE") && names.contains(grant.object());
      default -> false;
    };
  }

  /// Returns the schema without these tables and what belongs to them.
  SchemaModel without(SchemaModel model) {
    List<SchemaObject> left = model.objects().stream().filter(each -> !has(each)).toList();
    return left.size() == model.objects().size()
        ? model
        : SchemaModel.empty(model.dialect()).with(left);
  }
}
