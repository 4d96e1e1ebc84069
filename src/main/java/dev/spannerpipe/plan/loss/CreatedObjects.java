package dev.spannerpipe.plan.loss;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the statements so far have created, by the names that things have at this point: a table
/// that was renamed is still the old one. Not thread-safe.
final class CreatedObjects {
  private final Dialect dialect;
  private final LiveObjects live;
  private final Map<String, Table> tables = new HashMap<>();

  /// Other objects by kind and name: whether they were certainly created.
  private final Map<String, Boolean> others = new HashMap<>();

  /// Whether deleting rows of a new table may delete rows of an old one.
  private boolean cascades;

  CreatedObjects(Dialect dialect, LiveObjects live) {
    this.dialect = dialect;
    this.live = live;
  }

  /// How certain it is that a statement has its effect.
  enum Certainty {
    /// It had it.
    RAN,
    /// It will, else the plan ends there.
    WILL_RUN,
    /// A precondition stands before it, or its failure is tolerated.
    MAY_RUN
  }

  /// Where something is from.
  private enum Origin {
    /// These statements created it.
    CREATED,
    /// They did, unless it existed before.
    CREATED_IF_ABSENT,
    /// It existed before, or nothing is known of it.
    OLD
  }

  /// A table.
  private static final class Table {
    private Origin origin;
    private final @Nullable String liveName;
    private final Map<String, Origin> columns = new HashMap<>();

    Table(Origin origin, @Nullable String liveName) {
      this.origin = origin;
      this.liveName = liveName;
    }

    Table with(@Nullable String newLiveName) {
      Table table = new Table(origin, newLiveName);
      table.columns.putAll(columns);
      return table;
    }
  }

  /// Learns what a statement does.
  void learn(SchemaChange change, Certainty certainty) {
    boolean certain =
        certainty == Certainty.RAN || (certainty == Certainty.WILL_RUN && !change.conditional());
    switch (change.verb()) {
      case "create" -> create(change, certain);
      case "drop" -> {
        tables.remove(change.name());
        others.remove(key(change.type(), change.name()));
      }
      case "alter" -> {
        if (change.type().equals("table")) {
          alter(change, certainty, certain);
        }
      }
      case "rename" -> renames(change, certain);
      default -> {}
    }
  }

  private void create(SchemaChange change, boolean certain) {
    if (!change.type().equals("table")) {
      others.merge(key(change.type(), change.name()), certain, Boolean::logicalOr);
    } else if (certain || !tables.containsKey(change.name())) {
      tables.put(
          change.name(),
          new Table(certain ? Origin.CREATED : Origin.CREATED_IF_ABSENT, change.name()));
    }
  }

  private void alter(SchemaChange change, Certainty certainty, boolean certain) {
    Table table = table(change.name());
    if (change.has("on", "delete", "cascade") && !isCreated(table)) {
      cascades = true;
    }
    if (change.word(0).equals("rename")) {
      boolean synonym = change.word(1).equals("with");
      move(change.name(), name(change.rest(), synonym ? 4 : 2), certain);
      if (synonym || change.has("add", "synonym")) {
        tables.put(change.name(), certain ? table : old());
      }
    } else if (change.word(0).equals("add") && change.word(1).equals("synonym")) {
      tables.put(name(change.rest(), 2), table);
    } else if (change.word(0).equals("add")) {
      addColumn(table, change, certainty);
    }
  }

  private static void addColumn(Table table, SchemaChange change, Certainty certainty) {
    int at = change.word(1).equals("column") ? 2 : 1;
    boolean conditional = change.word(at).equals("if");
    int column = conditional ? at + 3 : at;
    boolean certain =
        certainty == Certainty.RAN || (certainty == Certainty.WILL_RUN && !conditional);
    // In PostgreSQL, "C" and c are two columns; nothing is promised of the first.
    if (column < change.rest().size() && isFolded(change.rest().get(column))) {
      table.columns.putIfAbsent(
          change.word(column), certain ? Origin.CREATED : Origin.CREATED_IF_ABSENT);
    }
  }

  private static boolean isFolded(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD || token.text().equals(token.folded());
  }

  /// `RENAME TABLE a TO b, c TO d`, one after the other.
  private void renames(SchemaChange change, boolean certain) {
    String from = change.name();
    List<SqlToken> rest = change.rest();
    int at = 0;
    while (at + 1 < rest.size() && rest.get(at).is("to")) {
      move(from, name(rest, at + 1), certain);
      while (at < rest.size() && !rest.get(at).isSymbol(',')) {
        at++;
      }
      from = name(rest, at + 1);
      while (at < rest.size() && !rest.get(at).is("to")) {
        at++;
      }
    }
  }

  private void move(String from, String to, boolean certain) {
    if (certain) {
      tables.put(to, table(from));
      tables.remove(from);
    } else {
      tables.put(from, old());
      tables.put(to, old());
    }
  }

  private static Table old() {
    return new Table(Origin.OLD, null);
  }

  private String name(List<SqlToken> tokens, int from) {
    return SchemaChange.name(dialect, tokens.subList(Math.min(from, tokens.size()), tokens.size()));
  }

  /// Returns what is known at this point, whatever is learnt later.
  CreatedObjects copy() {
    CreatedObjects copy = new CreatedObjects(dialect, live);
    copy.tables.putAll(tables);
    copy.others.putAll(others);
    copy.cascades = cascades;
    // So that no table is shared.
    copy.tables.replaceAll((_, table) -> table.with(table.liveName));
    return copy;
  }

  /// From now on, the names in the live schema are those that things have at this point.
  void executed() {
    tables.replaceAll((name, table) -> table.with(name));
  }

  /// Finds out what was there before the plan runs: later, it is too late to ask.
  void settle() {
    for (Table table : tables.values()) {
      if (!isCreated(table)) {
        table.columns.replaceAll((column, _) -> origin(table, column));
      }
    }
  }

  boolean isTableCreated(String name) {
    return !name.isEmpty() && isCreated(table(name));
  }

  boolean isColumnCreated(String name, String column) {
    Table table = table(name);
    return isTableCreated(name) || origin(table, column) == Origin.CREATED;
  }

  private Origin origin(Table table, String column) {
    Origin origin = table.columns.getOrDefault(column, Origin.OLD);
    if (origin != Origin.CREATED_IF_ABSENT) {
      return origin;
    }
    String name = table.liveName;
    return name != null && !live.mayHide() && live.types(name, column).isEmpty()
        ? Origin.CREATED
        : Origin.OLD;
  }

  boolean isOtherCreated(String type, String name) {
    Boolean certainly = others.get(key(type, name));
    return certainly != null && (certainly || !live.exists(type, name));
  }

  boolean mayDeleteFromOldTables() {
    return cascades;
  }

  /// Returns the name that a table has in the live schema; null where it is not known.
  @Nullable String liveName(String table) {
    return table(table).liveName;
  }

  private Table table(String name) {
    return tables.computeIfAbsent(name, _ -> new Table(Origin.OLD, name));
  }

  private boolean isCreated(Table table) {
    if (table.origin == Origin.CREATED_IF_ABSENT) {
      String name = table.liveName;
      table.origin = name != null && !live.exists("table", name) ? Origin.CREATED : Origin.OLD;
    }
    return table.origin == Origin.CREATED;
  }

  private static String key(String type, String name) {
    return type + " " + name;
  }
}
