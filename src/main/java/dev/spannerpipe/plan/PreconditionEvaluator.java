package dev.spannerpipe.plan;

import dev.spannerpipe.failure.MigrationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evaluates the preconditions that need no database, before anything runs.
///
/// @param pending the change sets that, after the evaluation, will run or will be marked as run
/// @param notices messages about the preconditions that do not hold
record PreconditionEvaluator(List<PlannedChangeSet> pending, List<String> notices) {
  private static final LiveDatabase NONE =
      new LiveDatabase() {
        @Override
        public List<List<@Nullable String>> query(String sql) {
          throw new IllegalStateException("this precondition said that it needs no database");
        }

        @Override
        public List<HistoryRow> history() {
          throw new IllegalStateException("this precondition said that it needs no database");
        }
      };

  static PreconditionEvaluator apply(List<PlannedChangeSet> candidates) {
    List<PlannedChangeSet> pending = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    for (PlannedChangeSet candidate : candidates) {
      checked(candidate, notices).ifPresent(pending::add);
    }
    return new PreconditionEvaluator(pending, notices);
  }

  private static Optional<PlannedChangeSet> checked(
      PlannedChangeSet candidate, List<String> notices) {
    Optional<Precondition> precondition =
        candidate.changeSet().precondition().filter(condition -> !condition.needsDatabase());
    if (precondition.isEmpty() || candidate.firstStep() > 0) {
      return Optional.of(candidate);
    }
    return switch (precondition.get().check(NONE)) {
      case Precondition.Outcome.Run(String warning) -> {
        if (!warning.isEmpty()) {
          notices.add(
              "Change set %s runs although its precondition does not hold: %s"
                  .formatted(candidate.changeSet().identity(), warning));
        }
        yield Optional.of(candidate);
      }
      case Precondition.Outcome.Skip(String reason) -> {
        notices.add(
            "Change set %s is skipped and stays pending: %s"
                .formatted(candidate.changeSet().identity(), reason));
        yield Optional.empty();
      }
      case Precondition.Outcome.MarkRan(String reason) -> {
        notices.add(
            "Change set %s is only marked as run: %s"
                .formatted(candidate.changeSet().identity(), reason));
        yield Optional.of(candidate.marked());
      }
      case Precondition.Outcome.Halt(String reason) -> throw halted(candidate.changeSet(), reason);
    };
  }

  /// Returns the failure for a precondition that requires a halt.
  static MigrationFailure halted(ChangeSet changeSet, String reason) {
    return new MigrationFailure(
        "Could not run change set %s (%s): its precondition does not hold: %s"
            .formatted(changeSet.identity(), changeSet.location(), reason),
        "Make the precondition hold, or set onFail to what should happen if it does not hold, and run again");
  }
}
