package dev.spannerpipe.lint;

import dev.spannerpipe.schema.ChangeStream;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.Interleaving;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.OtherObject;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.View;
import dev.spannerpipe.sql.ObjectKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Limits of Spanner that a plan reaches by at least 90%. A limit that the plan does not bring
/// nearer is not reported.
///
/// Source: [Quotas and limits](https://cloud.google.com/spanner/quotas).
final class LimitCheck {
  private static final int DEEPEST = 100;

  private final SchemaModel schema;
  private final Map<Counted, Integer> counts = new LinkedHashMap<>();

  private LimitCheck(SchemaModel schema) {
    this.schema = schema;
  }

  /// What is counted.
  ///
  /// @param where where it is counted, as the end of a sentence; empty for the whole database
  private record Counted(Limit limit, String where) {}

  /// The limits, each with the greatest number and the words for what is counted.
  private enum Limit {
    TABLES(5_000, "tables"),
    COLUMNS(1_024, "columns"),
    INDEXES(10_000, "indexes"),
    INDEXES_OF_TABLE(128, "indexes"),
    KEY_COLUMNS(16, "key columns"),
    LEVELS(7, "levels of interleaving"),
    VIEWS(5_000, "views"),
    CHANGE_STREAMS(10, "change streams"),
    CHANGE_STREAMS_OF_COLUMN(3, "change streams"),
    ROLES(100, "database roles"),
    NAME(128, "characters");

    private final int most;
    private final String words;

    Limit(int most, String words) {
      this.most = most;
      this.words = words;
    }
  }

  /// @param before the schema before the plan
  /// @param after the schema after the plan
  static List<LintFinding> check(SchemaModel before, SchemaModel after) {
    Map<Counted, Integer> old = new LimitCheck(before).counts();
    return new LimitCheck(after)
        .counts().entrySet().stream()
            .filter(entry -> entry.getValue() > old.getOrDefault(entry.getKey(), 0))
            .flatMap(entry -> finding(entry.getKey(), entry.getValue()).stream())
            .toList();
  }

  private static Optional<LintFinding> finding(Counted counted, int count) {
    Limit limit = counted.limit();
    // SP308 reports names that are almost too long.
    if (count * 10L < limit.most * 9L || (limit == Limit.NAME && count <= limit.most)) {
      return Optional.empty();
    }
    LintFinding finding =
        LintFinding.ofPlan(
                LintRule.SP701,
                "After the plan, there are %d %s%s; Spanner accepts %d"
                    .formatted(count, limit.words, counted.where(), limit.most),
                count > limit.most
                    ? "Change the plan so that it stays within the limit"
                    : "Plan how to stay within the limit")
            .about(limit.words + counted.where());
    return Optional.of(count > limit.most ? finding.with(Severity.ERROR) : finding);
  }

  private Map<Counted, Integer> counts() {
    count(Limit.TABLES, schema.objects(Table.class).size());
    count(Limit.INDEXES, schema.objects(Index.class).size());
    count(Limit.VIEWS, schema.objects(View.class).size());
    count(Limit.CHANGE_STREAMS, schema.objects(ChangeStream.class).size());
    count(
        Limit.ROLES,
        (int)
            schema.objects(OtherObject.class).stream()
                .filter(object -> object.name().kind() == ObjectKind.ROLE)
                .count());
    schema.objects(Table.class).forEach(this::count);
    for (Index index : schema.objects(Index.class)) {
      counts.merge(
          new Counted(Limit.INDEXES_OF_TABLE, " on the table " + index.table()), 1, Integer::sum);
      count(Limit.KEY_COLUMNS, " in the " + index.name(), index.columns().size());
      name(index.name().name(), "in the name of the " + index.name());
    }
    return counts;
  }

  private void count(Table table) {
    count(Limit.COLUMNS, " in the " + table.name(), table.columns().size());
    count(Limit.KEY_COLUMNS, " in the " + table.name(), table.primaryKey().size());
    count(Limit.LEVELS, " down to the " + table.name(), depth(table));
    name(table.name().name(), "in the name of the " + table.name());
    for (Column column : table.columns()) {
      String words = table.part(ObjectKind.COLUMN, column.name()).toString();
      name(column.name(), "in the name of the " + words);
      if (!table.isKey(column.name())) {
        count(Limit.CHANGE_STREAMS_OF_COLUMN, " on the " + words, streams(table, column));
      }
    }
  }

  private void count(Limit limit, int number) {
    count(limit, "", number);
  }

  private void count(Limit limit, String where, int number) {
    counts.put(new Counted(limit, where), number);
  }

  private void name(Name name, String where) {
    String last = name.text().substring(name.text().lastIndexOf('.') + 1);
    count(Limit.NAME, " " + where, last.length());
  }

  private int streams(Table table, Column column) {
    return (int)
        schema.objects(ChangeStream.class).stream()
            .map(ChangeStream::watched)
            .filter(
                watched ->
                    watched.everything()
                        || watched.table(table.name().name()).stream()
                            .anyMatch(each -> each.allColumns() || each.names(column.name())))
            .count();
  }

  private int depth(Table table) {
    int depth = 1;
    Optional<Table> at = parent(table);
    while (at.isPresent() && depth < DEEPEST) {
      depth++;
      at = parent(at.get());
    }
    return depth;
  }

  private Optional<Table> parent(Table table) {
    return table.traits().interleaving().map(Interleaving::parent).flatMap(schema::table);
  }
}
