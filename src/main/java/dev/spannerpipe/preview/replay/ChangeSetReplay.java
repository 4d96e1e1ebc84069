package dev.spannerpipe.preview.replay;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.plan.Batcher;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.QueryException;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Executes the statements of one change set in the emulator, in the units in which apply executes
/// them. A statement that is rejected is skipped, and what depends on it is left out, so that one
/// mistake is reported once.
final class ChangeSetReplay {
  /// What a longer change set would show is the same row again and again.
  private static final int DATA_CHANGES = 200;

  private final Dialect dialect;
  private final ReplayDatabase database;
  private final ReplaySchema schema;
  private final LiveDatabase live;
  private final List<ReplayedStatement> replayed = new ArrayList<>();
  private final List<RejectedStatement> rejected = new ArrayList<>();
  private final List<PartialStatement> partial = new ArrayList<>();
  private int dataChanges;

  /// @param live answers what live steps query: the replay's schema, and the history
  ChangeSetReplay(
      Dialect dialect, ReplayDatabase database, ReplaySchema schema, LiveDatabase live) {
    this.dialect = dialect;
    this.database = database;
    this.schema = schema;
    this.live = live;
  }

  /// A statement and its place in the repository.
  private record Placed(String text, SourceLocation location) {}

  List<ReplayedStatement> replayed() {
    return replayed;
  }

  List<RejectedStatement> rejected() {
    return rejected;
  }

  List<PartialStatement> partial() {
    return partial;
  }

  /// Executes the rest of the change set.
  void run(PlannedChangeSet planned) {
    for (Segment segment : new Batcher(dialect).all(List.of(planned))) {
      switch (segment.kind()) {
        case SCHEMA -> changeSchema(placed(segment.steps()), segment.protoDescriptors());
        case DATA, PARTITIONED -> changeData(placed(segment.steps()));
        case QUERY -> placed(segment.steps()).forEach(this::query);
        case LIVE -> segment.steps().forEach(this::resolve);
        case HISTORY -> {}
      }
    }
  }

  private static List<Placed> placed(List<Step> steps) {
    return steps.stream().map(step -> new Placed(step.text(), step.location())).toList();
  }

  /// What stands for an alteration of a stream depends on the schema right before it.
  private void changeSchema(List<Placed> statements, Optional<ProtoDescriptors> descriptors) {
    List<Placed> together = new ArrayList<>();
    for (Placed statement : statements) {
      if (StreamAlteration.is(new DdlText(dialect, statement.text())) && !together.isEmpty()) {
        changeTogether(together, descriptors);
        together.clear();
      }
      together.add(statement);
    }
    changeTogether(together, descriptors);
  }

  private void changeTogether(List<Placed> statements, Optional<ProtoDescriptors> descriptors) {
    List<HeldStatement> held =
        schema.hold(statements.stream().map(Placed::text).toList(), descriptors);
    ReplayOutcome outcome = schema.execute(held, descriptors);
    for (int i = 0; i < outcome.accepted(); i++) {
      notePartial(statements.get(i), held.get(i));
      add(held.get(i));
    }
    if (!outcome.isComplete()) {
      for (int i = outcome.accepted(); i < statements.size(); i++) {
        changeSchema(statements.get(i), descriptors);
      }
    }
  }

  /// The statements before it may have been rejected, and then it may depend on one of them.
  private void changeSchema(Placed statement, Optional<ProtoDescriptors> descriptors) {
    HeldStatement held = schema.hold(statement.text(), descriptors);
    notePartial(statement, held);
    schema
        .execute(held, descriptors)
        .ifPresentOrElse(rejection -> reject(statement, held, rejection), () -> add(held));
  }

  private void add(HeldStatement held) {
    replayed.add(new ReplayedStatement(held.original(), held.isLeftOut()));
  }

  private void reject(Placed statement, HeldStatement held, Rejection rejection) {
    if (!Certainty.isDuplicate(rejection)) {
      schema.leaveOut(held);
    }
    RejectionKind kind = Certainty.of(dialect, held, rejection);
    reject(statement, rejection, kind);
    if (kind != RejectionKind.CERTAIN) {
      // Spanner may execute it.
      replayed.add(new ReplayedStatement(held.original(), true));
    }
  }

  private void notePartial(Placed statement, HeldStatement held) {
    if (!held.isWhole()) {
      partial.add(
          new PartialStatement(
              statement.location(), statement.text(), held.without(), held.isLeftOut()));
    }
  }

  private void reject(Placed statement, Rejection rejection, RejectionKind kind) {
    rejected.add(new RejectedStatement(statement.location(), statement.text(), rejection, kind));
  }

  /// Data changes of one transaction. Those that depend on something left out are left out.
  private void changeData(List<Placed> statements) {
    List<Placed> chosen = new ArrayList<>();
    List<String> executed = new ArrayList<>();
    for (Placed statement : statements) {
      HeldStatement held = schema.hold(statement.text(), Optional.empty());
      notePartial(statement, held);
      if (!held.isLeftOut() && dataChanges < DATA_CHANGES) {
        dataChanges++;
        chosen.add(statement);
        executed.addAll(held.executed());
      }
    }
    if (executed.isEmpty()) {
      return;
    }
    ReplayOutcome outcome = database.changeData(executed);
    if (outcome.rejection().isPresent()) {
      Placed statement = chosen.get(Math.min(outcome.accepted(), chosen.size() - 1));
      reject(
          statement, outcome.rejection().get(), kindOfData(statement, outcome.rejection().get()));
    }
  }

  /// Only a mistake of syntax, names or types does not depend on the rows of the live database,
  /// which the emulator does not have.
  private RejectionKind kindOfData(Placed statement, Rejection rejection) {
    HeldStatement held = schema.hold(statement.text(), Optional.empty());
    return held.isWhole()
            && rejection.code() == StatusCode.INVALID_ARGUMENT
            && !Certainty.isUnknown(rejection)
        ? RejectionKind.CERTAIN
        : RejectionKind.UNCERTAIN;
  }

  private void query(Placed statement) {
    if (schema.hold(statement.text(), Optional.empty()).isLeftOut()) {
      return;
    }
    try {
      database.query(statement.text());
    } catch (QueryException refused) {
      reject(
          statement,
          new Rejection(StatusCode.INVALID_ARGUMENT, refused.reason()),
          RejectionKind.UNCERTAIN);
    }
  }

  /// A step whose statements are made from the schema, as it is in the replay.
  private void resolve(Step step) {
    if (step instanceof Step.Live change) {
      try {
        changeSchema(
            change.resolver().resolve(live).stream()
                .map(text -> new Placed(text, step.location()))
                .toList(),
            Optional.empty());
      } catch (QueryException | MigrationFailure | ConfigurationFailure unsuitable) {
        reject(
            new Placed(step.text(), step.location()),
            new Rejection(StatusCode.UNKNOWN, String.valueOf(unsuitable.getMessage())),
            RejectionKind.UNCERTAIN);
      }
    }
  }
}
