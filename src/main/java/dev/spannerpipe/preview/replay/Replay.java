package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Replays pending change sets in an emulator, on a copy of the schema that they would change. Not
/// thread-safe.
public final class Replay {
  private static final int ONE_BY_ONE = 40;
  private static final int GROUP = 25;

  /// Each schema operation costs an emulator a copy of the schema, which it never frees.
  private static final long MEMORY = 400_000_000;

  private final Dialect dialect;
  private final ReplayEmulator emulator;
  private final Gaps gaps;
  private final BaselineScript baseline;
  private final Optional<ProtoDescriptors> descriptors;
  private final List<HistoryRow> history;
  private final Optional<LiveDatabase> rows;
  private final TouchedObjects objects;
  private final List<ReplayedGroup> groups = new ArrayList<>();
  private ReplayDatabase database;
  private final ReplaySchema schema;
  private List<String> definition;
  private long limit = MEMORY;
  private boolean rowsLost;

  private Replay(ReplayEmulator emulator, Setup setup) {
    this.dialect = setup.dialect();
    this.emulator = emulator;
    this.baseline = BaselineScript.of(dialect, setup.definition(), setup.bookkeeping());
    this.descriptors = setup.descriptors();
    this.history = setup.history();
    this.rows = setup.rows();
    this.objects = new TouchedObjects(dialect);
    this.gaps = Gaps.probe(dialect, emulator.newDatabase(dialect));
    this.database = emulator.newDatabase(dialect);
    this.schema = new ReplaySchema(dialect, database, gaps);
    this.schema.create(baseline, descriptors);
    this.definition = database.definition();
  }

  /// What is there before the pending change sets.
  ///
  /// @param definition the schema as DDL statements
  /// @param bookkeeping the names of the book-keeping tables, in upper case
  /// @param descriptors what the proto bundle of the schema needs
  /// @param history the rows of `DATABASECHANGELOG`
  /// @param rows answers preconditions that read rows; empty if nothing can answer them
  public record Setup(
      Dialect dialect,
      List<String> definition,
      Set<String> bookkeeping,
      Optional<ProtoDescriptors> descriptors,
      List<HistoryRow> history,
      Optional<LiveDatabase> rows) {
    public Setup {
      definition = List.copyOf(definition);
      bookkeeping = Set.copyOf(bookkeeping);
      history = List.copyOf(history);
    }
  }

  /// What the replay shows.
  ///
  /// @param missing the names of the constructs that the emulator lacks
  /// @param incomplete the statements of the baseline that the emulator does not have in whole,
  ///   each with what was taken out, or with the emulator's words
  public record Result(
      Set<String> missing, Map<String, List<String>> incomplete, List<ReplayedGroup> groups) {
    public Result {
      missing = Set.copyOf(missing);
      incomplete = Map.copyOf(incomplete);
      groups = List.copyOf(groups);
    }
  }

  /// Creates the baseline in the emulator and replays the change sets on it, one by one if there
  /// are at most 40, otherwise in groups. Throws a `Failure` if the emulator does not answer.
  public static Result run(ReplayEmulator emulator, Setup setup, List<PlannedChangeSet> pending) {
    Replay replay = new Replay(emulator, setup);
    Map<String, List<String>> incomplete = replay.schema.incomplete();
    replay.replay(pending);
    return new Result(replay.gaps.names(), incomplete, replay.groups);
  }

  private void replay(List<PlannedChangeSet> pending) {
    int size = pending.size() > ONE_BY_ONE ? GROUP : 1;
    for (List<PlannedChangeSet> group : new ReplayGroups(objects, size).of(pending)) {
      if (group.size() > 1) {
        replayTogether(group);
      } else {
        replayAlone(group.getFirst());
      }
    }
  }

  /// A group of which nothing took effect is replayed one by one. If rows stop it, what took effect
  /// stays.
  private void replayTogether(List<PlannedChangeSet> group) {
    List<List<HeldStatement>> held = group.stream().map(this::hold).toList();
    ReplayOutcome outcome =
        schema.execute(held.stream().flatMap(List::stream).toList(), Optional.empty());
    int done = 0;
    int left = outcome.accepted();
    while (done < group.size() && (outcome.isComplete() || left >= held.get(done).size())) {
      left -= held.get(done).size();
      done++;
    }
    if (done > 0) {
      List<ReplayedChangeSet> changeSets = new ArrayList<>();
      for (int i = 0; i < done; i++) {
        changeSets.add(accepted(group.get(i), held.get(i)));
      }
      finish(changeSets);
    }
    for (int i = done; i < group.size(); i++) {
      PlannedChangeSet planned = group.get(i);
      replayAlone(i == done ? planned.from(planned.firstStep() + left) : planned);
    }
  }

  private List<HeldStatement> hold(PlannedChangeSet planned) {
    return planned.rest().stream().map(step -> schema.hold(step.text(), Optional.empty())).toList();
  }

  private ReplayedChangeSet accepted(PlannedChangeSet planned, List<HeldStatement> held) {
    List<PartialStatement> partial = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      Step step = planned.rest().get(i);
      if (!held.get(i).isWhole()) {
        partial.add(
            new PartialStatement(
                step.location(), step.text(), held.get(i).without(), held.get(i).isLeftOut()));
      }
    }
    return new ReplayedChangeSet(
        planned, objects.of(planned).orElse(Set.of()), List.of(), partial, Optional.empty(), false);
  }

  private void replayAlone(PlannedChangeSet planned) {
    Optional<Precondition.Outcome> outcome = outcome(planned);
    ChangeSetReplay one = new ChangeSetReplay(dialect, database, schema, copy());
    if (outcome.isEmpty() || outcome.get() instanceof Precondition.Outcome.Run) {
      one.run(planned);
    }
    finish(
        List.of(
            new ReplayedChangeSet(
                planned,
                one.touched(),
                one.rejected(),
                one.partial(),
                outcome,
                planned.queriesDatabaseFirst() && outcome.isEmpty())));
  }

  /// Returns the outcome of the precondition; empty if there is none, or if it is not known.
  private Optional<Precondition.Outcome> outcome(PlannedChangeSet planned) {
    return planned
        .changeSet()
        .precondition()
        .filter(_ -> planned.queriesDatabaseFirst())
        .flatMap(
            precondition ->
                precondition.needsRows()
                    ? rows.map(precondition::check)
                    : Optional.of(precondition.check(copy())));
  }

  /// The replay's database in the role of the live one.
  private LiveDatabase copy() {
    return new LiveDatabase() {
      @Override
      public List<List<@Nullable String>> query(String sql) {
        return database.query(sql);
      }

      @Override
      public List<HistoryRow> history() {
        return history;
      }
    };
  }

  private void finish(List<ReplayedChangeSet> changeSets) {
    List<String> before = definition;
    definition = database.definition();
    groups.add(new ReplayedGroup(changeSets, before, definition, rowsLost));
    restartIfTooLarge();
  }

  /// In groups, the same statements need much less memory.
  private void restartIfTooLarge() {
    if (emulator.memoryBytes().orElse(0) > limit && emulator.restart()) {
      database = emulator.newDatabase(dialect);
      schema.moveTo(database, baseline, descriptors);
      definition = database.definition();
      rowsLost = true;
      limit = Math.max(MEMORY, 2 * emulator.memoryBytes().orElse(0));
    }
  }
}
