package dev.spannerpipe.lint;

import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.KeyPart;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.StatementKind;
import dev.spannerpipe.text.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Data changes that one transaction may be too small for. The pipe divides the data changes of a
/// change set into as many transactions as necessary, so only a single statement can be too large,
/// or a transaction that the changelog itself begins.
///
/// Source: [Quotas and limits](https://cloud.google.com/spanner/quotas): 80,000 mutations in a
/// commit, counted for each row by its columns and indexes.
final class MutationChecks {
  private static final long MOST = 80_000;

  /// A table of at most this size has too few rows for so many mutations.
  private static final long SMALL = 1 << 20;

  private final LintedChangeSet changeSet;

  private MutationChecks(LintedChangeSet changeSet) {
    this.changeSet = changeSet;
  }

  static List<LintFinding> check(LintedChangeSet changeSet) {
    return new MutationChecks(changeSet).found();
  }

  private List<LintFinding> found() {
    List<LintFinding> found = new ArrayList<>();
    Map<Integer, List<Step>> transactions = new LinkedHashMap<>();
    for (Step step : changeSet.steps()) {
      if (step.kind() == StatementKind.DML) {
        DataChange change = DataChange.of(changeSet.dialect(), step.text());
        unlimited(step, change).ifPresent(found::add);
        if (step.transaction() == 0) {
          inserted(List.of(step)).ifPresent(found::add);
        } else {
          transactions.computeIfAbsent(step.transaction(), _ -> new ArrayList<>()).add(step);
        }
      }
    }
    transactions.values().forEach(steps -> inserted(steps).ifPresent(found::add));
    return found;
  }

  /// Reports statements, or transactions of the changelog, that insert too many rows.
  private Optional<LintFinding> inserted(List<Step> steps) {
    long rows = 0;
    long mutations = 0;
    for (Step step : steps) {
      DataChange change = DataChange.of(changeSet.dialect(), step.text());
      rows += change.rows();
      mutations += change.rows() * perRow(change);
    }
    return mutations <= MOST
        ? Optional.empty()
        : Optional.of(
            changeSet.finding(
                LintRule.SP502,
                steps.getFirst(),
                String.format(
                    Locale.ROOT,
                    "The %s inserts %,d rows, which is about %,d mutations; Spanner accepts %,d in a"
                        + " transaction",
                    steps.size() == 1 ? "statement" : "transaction",
                    rows,
                    mutations,
                    MOST),
                steps.size() == 1
                    ? "Divide the statement into several"
                    : "Divide the transaction, or leave out BEGIN and COMMIT"));
  }

  /// Returns the columns that an inserted row writes, with those that get their values by
  /// themselves, and the indexes of the table.
  private long perRow(DataChange change) {
    SchemaModel schema = changeSet.after();
    Optional<Table> table = schema.table(change.table());
    long written =
        table
            .map(
                found ->
                    found.columns().stream().filter(column -> isWritten(change, column)).count())
            .orElse((long) change.columns().size());
    return Math.max(1, written) + schema.indexesOf(change.table()).size();
  }

  private static boolean isWritten(DataChange change, Column column) {
    return change.columns().isEmpty()
        || change.columns().contains(column.name())
        || column.value().defaultValue().isPresent()
        || column.value().identity().isPresent()
        || column.value().generated().isPresent();
  }

  /// Reports statements whose number of rows depends on a table that existed before the plan.
  private Optional<LintFinding> unlimited(Step step, DataChange change) {
    Optional<Name> source =
        switch (change.verb()) {
          case "update", "delete" -> Optional.of(change.table());
          case "insert" -> change.insertsFromQuery() ? source(change) : Optional.empty();
          default -> Optional.empty();
        };
    List<SqlToken> condition = change.condition();
    return source
        .filter(changeSet::isOld)
        .filter(table -> !isSmall(table) && !change.hasLimit() && !isByKey(table, condition))
        .map(table -> unlimited(step, change, table, condition.isEmpty()));
  }

  private LintFinding unlimited(Step step, DataChange change, Name table, boolean all) {
    OptionalLong size = changeSet.size(table);
    LintFinding finding =
        changeSet.finding(
            LintRule.SP502,
            step,
            String.format(
                Locale.ROOT,
                "The %s takes %s rows of the table %s%s; Spanner accepts %,d mutations in a"
                    + " transaction",
                change.verb().toUpperCase(Locale.ROOT),
                all ? "all" : "an unknown number of",
                table,
                size.isPresent() ? ", which has " + ByteSize.words(size.getAsLong()) : "",
                MOST),
            change.verb().equals("insert")
                ? "Insert the rows in parts"
                : "Use partitioned DML (spanner-pipe: partitioned-dml idempotent), or change the"
                    + " rows in parts");
    return all ? finding : finding.with(Severity.INFO);
  }

  private boolean isSmall(Name table) {
    OptionalLong size = changeSet.size(table);
    return size.isPresent() && size.getAsLong() <= SMALL;
  }

  private boolean isByKey(Name table, List<SqlToken> condition) {
    return condition.stream().noneMatch(token -> token.is("or"))
        && changeSet
            .after()
            .table(table)
            .filter(
                found ->
                    found.primaryKey().stream()
                        .map(KeyPart::column)
                        .allMatch(key -> DataChange.selects(condition, key, changeSet.dialect())))
            .isPresent();
  }

  /// Returns the first table that the query of an `INSERT` reads and that may have rows.
  private Optional<Name> source(DataChange change) {
    List<SqlToken> rest = change.rest();
    for (int at = 0; at + 1 < rest.size(); at++) {
      if (rest.get(at).is("from") || rest.get(at).is("join")) {
        Name name = DataChange.name(changeSet.dialect(), rest, at + 1);
        if (changeSet.isOld(name)) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }
}
