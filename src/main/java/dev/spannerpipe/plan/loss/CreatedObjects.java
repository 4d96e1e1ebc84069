package dev.spannerpipe.plan.loss;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The objects that the statements passed to `learn` so far create, by their current names. A
/// renamed table remains the same table. Not thread-safe.
final class CreatedObjects {
  private final Dialect dialect;
  private final LiveObjects live;
  private final Map<String, Table> tables = new HashMap<>();

  /// The created objects other than tables. The key is the object's kind and name. The value is
  /// true if a statement certainly creates the object, and false if a statement may create it.
  private final Map<String, Boolean> others = new HashMap<>();

  /// Whether deleting rows of a created table may also delete rows of an old table, because an old
  /// table got a clause `ON DELETE CASCADE`.
  private boolean cascades;

  CreatedObjects(Dialect dialect, LiveObjects live) {
    this.dialect = dialect;
    this.live = live;
  }

  /// How certain it is that a statement takes effect.
  enum Certainty {
    /// The statement took effect.
    RAN,
    /// The statement will take effect; if it fails, no later statement runs.
    WILL_RUN,
    /// The statement may be skipped because of a precondition, or its failure is tolerated.
    MAY_RUN
  }

  /// Where an object comes from.
  private enum Origin {
    /// The statements so far created the object.
    CREATED,
    /// The statements so far may have created the object. If the object did not exist before them,
    /// it counts as created.
    CREATED_IF_ABSENT,
    /// The object existed before, or nothing is known about it.
    OLD
  }

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

  /// Takes note of the objects that a statement creates, renames or drops.
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
    // In PostgreSQL, "C" and c are two columns, but they fold to the same name here. So "C" is not
    // recorded.
    if (column < change.rest().size() && isFolded(change.rest().get(column))) {
      table.columns.putIfAbsent(
          change.word(column), certain ? Origin.CREATED : Origin.CREATED_IF_ABSENT);
    }
  }

  private static boolean isFolded(SqlToken token) {
    return token.kind() == SqlToken.Kind.WORD || token.text().equals(token.folded());
  }

  /// Follows `RENAME TABLE a TO b, c TO d`, one rename after the other.
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

  /// Returns a copy that later statements do not change.
  CreatedObjects copy() {
    CreatedObjects copy = new CreatedObjects(dialect, live);
    copy.tables.putAll(tables);
    copy.others.putAll(others);
    copy.cascades = cascades;
    // Tables are mutable, so the copy gets tables of its own.
    copy.tables.replaceAll((_, table) -> table.with(table.liveName));
    return copy;
  }

  /// Declares that the statements so far were executed: the current names are now the names in the
  /// live schema.
  void executed() {
    tables.replaceAll((name, table) -> table.with(name));
  }

  /// Decides for each table and column that a statement may have created (`IF NOT EXISTS`) whether
  /// it existed before the plan. The live schema shows this only until the plan runs.
  void resolveOrigins() {
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

  /// Returns the table's name in the live schema; null if it is not known.
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
