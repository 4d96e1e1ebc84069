package dev.spannerpipe.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A live schema of tables, columns and retention periods, and what was asked of it.
public final class FakeSchema implements LiveDatabase {
  private static final Pattern CONDITION = Pattern.compile("lower\\((\\w+)\\) = '([^']*)'");

  private final Map<String, Map<String, String>> tables = new HashMap<>();
  private final Map<String, String> policies = new HashMap<>();
  private final Map<String, List<@Nullable String>> definitions = new HashMap<>();
  private @Nullable String retention;
  private boolean role;
  private final List<String> queries = new ArrayList<>();

  public FakeSchema with(String table, String column, String type) {
    tables.computeIfAbsent(table, _ -> new HashMap<>()).put(column, type);
    return this;
  }

  /// Says what a column has beside its type: `is_nullable`, `column_default` and, where the server
  /// tells it, `on_update_expression`.
  FakeSchema withDefinition(String table, String column, @Nullable String... cells) {
    definitions.put(table + "." + column, Arrays.asList(cells));
    return with(table, column, "STRING(10)");
  }

  public FakeSchema withRetention(String period) {
    retention = period;
    return this;
  }

  public FakeSchema withRowDeletion(String table, String policy) {
    policies.put(table, policy);
    return with(table, "at", "TIMESTAMP");
  }

  /// From now on shows only what a database role may see.
  public FakeSchema withRole() {
    role = true;
    return this;
  }

  @Override
  public boolean showsAll() {
    return !role;
  }

  /// Returns what was asked, in order.
  public List<String> queries() {
    return queries;
  }

  @Override
  public List<List<@Nullable String>> query(String sql) {
    queries.add(sql);
    if (sql.contains("_options ")) {
      return retention == null ? List.of() : List.of(List.of(retention));
    }
    Map<String, String> conditions = new HashMap<>();
    for (MatchResult match : CONDITION.matcher(sql).results().toList()) {
      conditions.put(match.group(1), match.group(2));
    }
    if (conditions.containsValue("on_update_expression")) {
      boolean known = definitions.values().stream().anyMatch(cells -> cells.size() > 2);
      return known ? List.of(List.of("1")) : List.of();
    }
    Map<String, String> columns = tables.get(conditions.get("table_name"));
    if (columns == null) {
      return List.of();
    }
    if (sql.contains("row_deletion_policy_expression")) {
      String policy = policies.get(conditions.get("table_name"));
      return policy == null ? List.of() : List.of(List.of(policy));
    }
    if (sql.contains("information_schema.tables ")) {
      return List.of(List.of("1"));
    }
    if (sql.contains("is_nullable")) {
      List<@Nullable String> cells =
          definitions.get(conditions.get("table_name") + "." + conditions.get("column_name"));
      return cells == null ? List.of() : List.of(cells);
    }
    String type = columns.get(conditions.get("column_name"));
    return type == null ? List.of() : List.of(List.of(type));
  }

  @Override
  public List<HistoryRow> history() {
    return List.of();
  }
}
