package dev.spannerpipe.plan;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects the statements of one schema operation. Not thread-safe, and used only once.
final class BatchBuilder {
  private final Dialect dialect;
  private final RequestLimits limits;
  private final BackfillBudget effort;
  private final List<Slice> slices = new ArrayList<>();
  private Optional<ProtoDescriptors> descriptors = Optional.empty();
  private int characters;
  private int statements;
  private boolean closed;

  BatchBuilder(Dialect dialect, RequestLimits limits) {
    this.dialect = dialect;
    this.limits = limits;
    this.effort = new BackfillBudget(dialect);
  }

  /// Adds as much of the change set as fits. Returns whether the next change set may be tried too.
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
    // A tolerated failure of this change set must not affect others, so the batch ends here.
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
    while (to < steps.size() && takes(planned, steps, to)) {
      to++;
      if (!planned.changeSet().failOnError()) {
        break;
      }
    }
    return to;
  }

  private boolean takes(PlannedChangeSet planned, List<Step> steps, int index) {
    if (!(steps.get(index) instanceof Step.Sql sql) || sql.kind() != StatementKind.DDL) {
      return false;
    }
    if (!takes(sql.protoDescriptors())) {
      return false;
    }
    int size = sql.text().length() + rowSize(planned);
    boolean fits =
        statements == 0 || characters + size + withItsIndexes(steps, index) <= limits.characters();
    if (!fits || !effort.admits(sql.text())) {
      return false;
    }
    characters += size;
    statements++;
    descriptors = statements == 1 ? sql.protoDescriptors() : descriptors;
    return true;
  }

  /// Descriptors apply to a whole operation. So a statement that needs them must be the first, or
  /// need the same ones as the first. A statement that needs none may always follow.
  private boolean takes(Optional<ProtoDescriptors> needed) {
    return statements == 0 || needed.isEmpty() || needed.equals(descriptors);
  }

  /// Returns the size of the indexes that directly follow a new table. They must be in the table's
  /// batch, or Spanner has to backfill them.
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

  /// Returns roughly how much the history row of a change set adds to the intent.
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
