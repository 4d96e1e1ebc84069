package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.loss.DataLossDetector;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
  private TouchedObjects objects;
  private final List<ReplayedGroup> groups = new ArrayList<>();
  private Consumer<ReplayedGroup> listener = groups::add;
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
    this.objects = new TouchedObjects(dialect).with(setup.definition());
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
  /// @param applied change sets whose statements are executed before, because there is no database
  ///   that has them
  /// @param history the rows of `DATABASECHANGELOG`
  /// @param rows answers preconditions that read rows; empty if nothing can answer them
  public record Setup(
      Dialect dialect,
      List<String> definition,
      Set<String> bookkeeping,
      Optional<ProtoDescriptors> descriptors,
      List<PlannedChangeSet> applied,
      List<HistoryRow> history,
      Optional<LiveDatabase> rows) {
    public Setup {
      applied = List.copyOf(applied);
      definition = List.copyOf(definition);
      bookkeeping = Set.copyOf(bookkeeping);
      history = List.copyOf(history);
    }
  }

  /// What the replay shows.
  ///
  /// @param plan the plan, with the data losses that `apply` would find in it
  /// @param baseline the schema changes of the baseline in the order in which they were executed
  /// @param definition the schema of the baseline as the emulator writes it
  /// @param missing the names of the constructs that the emulator lacks
  /// @param incomplete the statements of the baseline that the emulator does not have in whole,
  ///   each with what was taken out, or with the emulator's words
  public record Result(
      Plan plan,
      List<ReplayedStatement> baseline,
      List<String> definition,
      Set<String> missing,
      Map<String, List<String>> incomplete,
      List<ReplayedGroup> groups) {
    public Result {
      baseline = List.copyOf(baseline);
      definition = List.copyOf(definition);
      missing = Set.copyOf(missing);
      incomplete = Collections.unmodifiableMap(new LinkedHashMap<>(incomplete));
      groups = List.copyOf(groups);
    }
  }

  /// Creates the baseline in the emulator and replays the pending change sets of the plan on it,
  /// one by one if there are at most 40, otherwise in groups. Throws a `Failure` if the emulator
  /// does not answer.
  public static Result run(ReplayEmulator emulator, Setup setup, Plan plan) {
    return run(emulator, setup, plan, ONE_BY_ONE);
  }

  /// @param oneByOne the largest number of pending change sets that are replayed one by one
  static Result run(ReplayEmulator emulator, Setup setup, Plan plan, int oneByOne) {
    Replay replay = new Replay(emulator, setup);
    List<ReplayedStatement> baseline = replay.createBaseline(setup.applied());
    Map<String, List<String>> incomplete = replay.incomplete();
    replay.groups.clear();
    List<String> definition = replay.definition;
    Plan assessed = new DataLossDetector(setup.dialect(), replay.copy()).assess(plan);
    replay.replay(plan.pending(), plan.pending().size() > oneByOne ? GROUP : 1);
    return new Result(
        assessed, baseline, definition, replay.gaps.names(), incomplete, replay.groups);
  }

  /// A schema that was created in the emulator.
  ///
  /// @param statements its schema changes, in the order in which they were executed
  /// @param definition the schema as the emulator writes it
  public record Created(List<ReplayedStatement> statements, List<String> definition) {
    public Created {
      statements = List.copyOf(statements);
      definition = List.copyOf(definition);
    }
  }

  /// Creates a schema in an empty database of the emulator. Throws a `Failure` if the emulator does
  /// not answer.
  public static Created create(ReplayEmulator emulator, Setup setup) {
    Replay replay = new Replay(emulator, setup);
    return new Created(replay.createBaseline(setup.applied()), replay.definition);
  }

  /// Replays change sets one by one, and passes on each as soon as it is done. Keeps none of them,
  /// because thousands of change sets make gigabytes of definitions. Throws a `Failure` if the
  /// emulator does not answer.
  public static void follow(
      ReplayEmulator emulator,
      Setup setup,
      List<PlannedChangeSet> changeSets,
      Consumer<ReplayedGroup> listener) {
    Replay replay = new Replay(emulator, setup);
    replay.createBaseline(setup.applied());
    replay.listener = listener;
    replay.replay(changeSets, 1);
  }

  /// Replays the applied change sets, and returns all schema changes of the baseline.
  private List<ReplayedStatement> createBaseline(List<PlannedChangeSet> applied) {
    replay(applied, GROUP);
    return joined(
        schema.baseline(),
        replayed().flatMap(changeSet -> changeSet.statements().stream()).toList());
  }

  private Stream<ReplayedChangeSet> replayed() {
    return groups.stream().flatMap(group -> group.changeSets().stream());
  }

  /// Returns the statements of the baseline that the emulator does not have in whole.
  private Map<String, List<String>> incomplete() {
    Map<String, List<String>> all = new LinkedHashMap<>(schema.incomplete());
    replayed()
        .forEach(
            changeSet -> {
              changeSet
                  .partial()
                  .forEach(partial -> all.put(partial.statement(), partial.without()));
              changeSet
                  .rejected()
                  .forEach(
                      rejected ->
                          all.put(rejected.statement(), List.of(rejected.rejection().message())));
            });
    return all;
  }

  /// @param size the largest number of change sets that are executed together
  private void replay(List<PlannedChangeSet> pending, int size) {
    objects =
        objects.with(
            pending.stream().flatMap(each -> each.rest().stream()).map(Step::text).toList());
    for (List<PlannedChangeSet> group : new ReplayGroups(objects, size).of(pending)) {
      if (group.size() > 1) {
        replayTogether(group);
      } else {
        finish(List.of(alone(new HeldChangeSet(group.getFirst(), List.of()))));
      }
    }
  }

  /// A group of which nothing took effect is replayed one by one. If rows stop it, what took effect
  /// stays.
  private void replayTogether(List<PlannedChangeSet> group) {
    List<HeldStatement> all =
        schema.hold(
            group.stream().flatMap(each -> each.rest().stream()).map(Step::text).toList(),
            Optional.empty());
    List<HeldChangeSet> held = HeldChangeSet.divide(group, all);
    ReplayOutcome outcome = schema.execute(all, Optional.empty());
    List<ReplayedChangeSet> changeSets = new ArrayList<>();
    int left = outcome.accepted();
    int done = 0;
    while (done < group.size() && (outcome.isComplete() || left >= held.get(done).size())) {
      changeSets.add(held.get(done).accepted());
      left -= held.get(done).size();
      done++;
    }
    if (done < group.size()) {
      changeSets.add(alone(held.get(done).first(left)));
    }
    finish(changeSets);
    for (int i = done + 1; i < group.size(); i++) {
      finish(List.of(alone(held.get(i).first(0))));
    }
  }

  /// Replays a change set, of which the emulator has executed these statements already.
  private ReplayedChangeSet alone(HeldChangeSet executed) {
    PlannedChangeSet planned = executed.planned();
    Optional<Precondition.Outcome> outcome = outcome(planned);
    ChangeSetReplay one = new ChangeSetReplay(dialect, database, schema, copy());
    if (outcome.isEmpty() || outcome.get() instanceof Precondition.Outcome.Run) {
      one.run(planned.from(planned.firstStep() + executed.size()));
    }
    return new ReplayedChangeSet(
        planned,
        joined(executed.replayed(), one.replayed()),
        one.rejected(),
        joined(executed.partial(), one.partial()),
        outcome,
        planned.queriesDatabaseFirst() && outcome.isEmpty());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
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
    listener.accept(new ReplayedGroup(changeSets, before, definition, rowsLost));
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
