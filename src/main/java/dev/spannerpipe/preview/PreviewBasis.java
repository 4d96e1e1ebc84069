package dev.spannerpipe.preview;

import dev.spannerpipe.lint.TableSizes;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.UnfinishedDeployment;
import dev.spannerpipe.sql.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything that a preview knows about the state before the pending change sets.
///
/// @param definition the schema; empty without a database
/// @param bookkeeping the names of the book-keeping tables, in upper case
/// @param applied the change sets whose statements make the schema, if there is no database
/// @param history the rows of `DATABASECHANGELOG`
/// @param cursor how far a half-finished change set got, if there is one
/// @param begun the plan that an earlier run began and did not finish, if there is one
/// @param rows answers preconditions that read rows; empty without a database
/// @param notes what is in the way of `apply` now, one sentence each
public record PreviewBasis(
    Baseline baseline,
    Dialect dialect,
    DatabaseDefinition definition,
    Set<String> bookkeeping,
    List<PlannedChangeSet> applied,
    List<HistoryRow> history,
    Optional<Cursor> cursor,
    Optional<UnfinishedDeployment> begun,
    Optional<LiveDatabase> rows,
    TableSizes sizes,
    List<String> notes) {
  /// Copies the collections.
  public PreviewBasis {
    bookkeeping = Set.copyOf(bookkeeping);
    applied = List.copyOf(applied);
    history = List.copyOf(history);
    notes = List.copyOf(notes);
  }

  /// Returns the state of a new database.
  ///
  /// @param notes why there is nothing to compare with, one sentence each
  public static PreviewBasis empty(Dialect dialect, List<String> notes) {
    return without(new Baseline.Empty(), dialect, List.of(), List.of(), notes);
  }

  /// Returns the state in which a changelog was applied, change set by change set.
  public static PreviewBasis applied(
      Baseline baseline, Dialect dialect, Changelog changelog, List<String> notes) {
    List<PlannedChangeSet> applied = new ArrayList<>();
    List<HistoryRow> history = new ArrayList<>();
    changelog
        .changeSets()
        .forEach(
            changeSet -> {
              applied.add(new PlannedChangeSet(changeSet, PlannedChangeSet.Reason.NEW, 0));
              history.add(
                  new HistoryRow(
                      changeSet.identity(),
                      Instant.EPOCH,
                      history.size() + 1L,
                      HistoryRow.ExecType.EXECUTED,
                      changeSet.checksum(),
                      null,
                      null,
                      null,
                      null,
                      null,
                      null,
                      null));
            });
    return without(baseline, dialect, applied, history, notes);
  }

  private static PreviewBasis without(
      Baseline baseline,
      Dialect dialect,
      List<PlannedChangeSet> applied,
      List<HistoryRow> history,
      List<String> notes) {
    return new PreviewBasis(
        baseline,
        dialect,
        DatabaseDefinition.NONE,
        Set.of(),
        applied,
        history,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TableSizes.UNKNOWN,
        notes);
  }
}
