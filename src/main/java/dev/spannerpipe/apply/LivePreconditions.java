package dev.spannerpipe.apply;

import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Evaluates the preconditions that query the database, right before the changes that they guard.
final class LivePreconditions {
  private final LiveDatabase database;
  private final ApplyEvents events;

  LivePreconditions(LiveDatabase database, ApplyEvents events) {
    this.database = database;
    this.events = events;
  }

  /// Checks the changelog's precondition before any change set runs.
  void checkChangelog(Optional<Precondition> precondition) {
    if (precondition.isEmpty()) {
      return;
    }
    switch (precondition.get().check(database)) {
      case Precondition.Outcome.Run(String warning) -> warnChangelog(warning);
      case Precondition.Outcome.Skip(String reason) -> warnChangelog(reason);
      case Precondition.Outcome.MarkRan(String reason) -> warnChangelog(reason);
      case Precondition.Outcome.Halt(String reason) ->
          throw new MigrationFailure(
              "Could not run the changelog: its precondition does not hold: "
                  + StatementFailures.oneLine(reason),
              "Make the precondition hold, or set onFail to what should happen if it does not hold, and run again");
    }
  }

  private void warnChangelog(String warning) {
    if (!warning.isEmpty()) {
      events.warn("The changelog runs although its precondition does not hold: " + warning);
    }
  }

  /// Evaluates the precondition of the first change set, if that precondition queries the database.
  /// If the change set is then skipped, continues with the next one. Returns the change sets that
  /// are still pending.
  List<PlannedChangeSet> checkFirst(List<PlannedChangeSet> pending) {
    List<PlannedChangeSet> rest = pending;
    while (!rest.isEmpty() && rest.getFirst().queriesDatabaseFirst()) {
      Optional<PlannedChangeSet> first = checked(rest.getFirst());
      if (first.isPresent()) {
        return replaced(rest, first.get());
      }
      rest = rest.subList(1, rest.size());
    }
    return rest;
  }

  private static List<PlannedChangeSet> replaced(
      List<PlannedChangeSet> pending, PlannedChangeSet first) {
    List<PlannedChangeSet> rest = new ArrayList<>(pending);
    rest.set(0, first);
    return rest;
  }

  private Optional<PlannedChangeSet> checked(PlannedChangeSet planned) {
    ChangeSet changeSet = planned.changeSet();
    return switch (changeSet.precondition().orElseThrow().check(database)) {
      case Precondition.Outcome.Run(String warning) -> {
        if (!warning.isEmpty()) {
          events.preconditionChecked(changeSet.identity(), "runs anyway", warning);
        }
        yield Optional.of(planned);
      }
      case Precondition.Outcome.Skip(String reason) -> {
        events.preconditionChecked(changeSet.identity(), "skipped, stays pending", reason);
        events.skipped(changeSet.identity(), reason);
        yield Optional.empty();
      }
      case Precondition.Outcome.MarkRan(String reason) -> {
        events.preconditionChecked(changeSet.identity(), "only marked as run", reason);
        yield Optional.of(planned.marked());
      }
      case Precondition.Outcome.Halt(String reason) -> {
        events.preconditionChecked(changeSet.identity(), "halt", reason);
        throw new MigrationFailure(
            "Could not run change set %s (%s): its precondition does not hold: %s"
                .formatted(
                    changeSet.identity(), changeSet.location(), StatementFailures.oneLine(reason)),
            "Make the precondition hold, or set onFail to what should happen if it does not hold, and run again");
      }
    };
  }
}
