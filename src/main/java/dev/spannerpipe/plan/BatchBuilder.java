package dev.spannerpipe.plan;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects the statements of one schema operation. Not thread-safe; each builder makes one batch.
final class BatchBuilder {
  private final Dialect dialect;
  private final RequestLimits limits;
  private final BackfillBudget budget;
  private final List<Slice> slices = new ArrayList<>();
  private Optional<ProtoDescriptors> descriptors = Optional.empty();
  private int characters;
  private int statements;
  private boolean closed;

  BatchBuilder(Dialect dialect, RequestLimits limits) {
    this.dialect = dialect;
    this.limits = limits;
    this.budget = new BackfillBudget(dialect);
  }

  /// Adds as many steps of the change set as fit. Returns whether the caller may add another change
  /// set.
  boolean add(PlannedChangeSet planned) {
    boolean first = slices.isEmpty();
    if (closed || (!first && mustStandFirst(planned))) {
      return false;
    }
    int from = planned.firstStep();
    int to = end(planned, from);
    if (to == from && !planned.rest().isEmpty()) {
      return false;
    }
    slices.add(new Slice(planned, from, to));
    // The batch also ends here if the failure of this change set is tolerated, so that the failure
    // does not affect other change sets.
    closed = to < planned.steps().size() || (!planned.changeSet().failOnError() && to > from);
    return !closed;
  }

  private static boolean mustStandFirst(PlannedChangeSet planned) {
    return planned.queriesDatabaseFirst()
        || (!planned.changeSet().failOnError() && !planned.rest().isEmpty());
  }

  private int end(PlannedChangeSet planned, int from) {
    int to = from;
    List<Step> steps = planned.steps();
    while (to < steps.size() && accepts(planned, steps, to)) {
      to++;
      if (!planned.changeSet().failOnError()) {
        break;
      }
    }
    return to;
  }

  private boolean accepts(PlannedChangeSet planned, List<Step> steps, int index) {
    if (!(steps.get(index) instanceof Step.Sql sql) || sql.kind() != StatementKind.DDL) {
      return false;
    }
    if (!accepts(sql.protoDescriptors())) {
      return false;
    }
    int size = sql.text().length() + rowSize(planned);
    boolean fits =
        statements == 0 || characters + size + withItsIndexes(steps, index) <= limits.characters();
    if (!fits || !budget.admits(sql.text())) {
      return false;
    }
    characters += size;
    statements++;
    descriptors = statements == 1 ? sql.protoDescriptors() : descriptors;
    return true;
  }

  /// Returns whether the batch can include a statement that needs these proto descriptors.
  /// Descriptors apply to a whole schema operation. So this statement must be the first of the
  /// batch, or need the same descriptors as the first statement. A statement that needs no
  /// descriptors fits into every batch.
  private boolean accepts(Optional<ProtoDescriptors> needed) {
    return statements == 0 || needed.isEmpty() || needed.equals(descriptors);
  }

  /// If the step is a `CREATE TABLE`, returns the number of characters of the `CREATE INDEX`
  /// statements for this table that directly follow it; otherwise 0. The table and its indexes must
  /// be in one batch, or Spanner has to backfill the indexes.
  private int withItsIndexes(List<Step> steps, int index) {
    SchemaChange table = SchemaChange.of(dialect, steps.get(index).text());
    int size = 0;
    if (table.is("create", "table")) {
      for (Step step : steps.subList(index + 1, steps.size())) {
        SchemaChange next = SchemaChange.of(dialect, step.text());
        if (!next.verb().equals("create")
            || !next.type().endsWith("index")
            || !next.table().equals(table.name())) {
          break;
        }
        size += step.text().length();
      }
    }
    return size;
  }

  /// Returns roughly how many characters the history row of a change set adds to the intent, which
  /// is the row that announces the operation before the pipe sends it.
  private static int rowSize(PlannedChangeSet planned) {
    ChangeSet changeSet = planned.changeSet();
    return 300
        + changeSet.identity().toString().length()
        + changeSet.description().length()
        + changeSet.comments().length();
  }

  Segment build() {
    return new Segment(statements == 0 ? Segment.Kind.HISTORY : Segment.Kind.SCHEMA, slices);
  }
}
