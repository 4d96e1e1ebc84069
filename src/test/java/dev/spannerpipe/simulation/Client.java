package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease.DatabaseIdentity;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.RequestLimits;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One run's way to the model: its ports and its clock, and everything that can happen to a call
/// between the two.
final class Client implements Database, SchemaChanges, Time {
  private static final long MILLISECOND = 1_000_000L;
  private static final String INTERNAL_ERROR = "Internal error";
  private static final long SECOND = 1_000 * MILLISECOND;

  /// What happens to a call.
  private enum Fate {
    FINE,
    LOST_REQUEST,
    LOST_ANSWER,
    LATE,
    DENIED
  }

  private final String run;
  private final World world;
  private final Weather weather;
  private final SplittableRandom random;
  private final Duration skew;
  private final long startedAt;
  private final Map<String, Set<String>> unclear = new HashMap<>();

  /// How many of the next data changes the service answers with an internal error: it is not well
  /// when calls arrive late.
  private int unwell;

  private Scheduler.@Nullable Actor actor;

  Client(String run, World world, Weather weather, SplittableRandom random, Duration skew) {
    this.run = run;
    this.world = world;
    this.weather = weather;
    this.random = random;
    this.skew = skew;
    this.startedAt = world.timeline.nanos();
  }

  /// Returns what an engine needs to go this way.
  ///
  /// @param own for its jitter
  Ports ports(SplittableRandom own) {
    return new Ports(this, this, this::identity, this, new Retry(this, own::nextDouble));
  }

  void playedBy(Scheduler.Actor newActor) {
    actor = newActor;
  }

  // The scheduler's part.

  private boolean chance(int outOfThousand) {
    return outOfThousand > 0 && random.nextInt(1_000) < outOfThousand;
  }

  /// Where a run can be stopped, for a while or for ever.
  private void gate(String what) {
    world.scheduler.count();
    world.trace(run, what);
    world.timeline.advanceTo(world.timeline.nanos() + MILLISECOND * (1 + random.nextInt(30)));
    world.moment();
    if (actor == null) {
      return;
    }
    if (chance(weather.crash())) {
      world.happened("crash");
      world.trace(run, "-- killed");
      throw new Scheduler.Killed();
    }
    if (chance(weather.freeze())) {
      world.happened("freeze");
      long nanos = SECOND * (random.nextInt(3) == 0 ? 300 : 1) * (1 + random.nextInt(200));
      world.trace(run, "-- frozen for " + nanos / SECOND + " s");
      world.scheduler.pause(actor, nanos);
      world.trace(run, "-- awake again");
    } else if (chance(weather.change())) {
      world.scheduler.pause(actor, MILLISECOND * random.nextInt(50));
    }
  }

  private Fate fate(boolean writes) {
    Fate fate = Fate.FINE;
    if (chance(weather.denied())) {
      fate = Fate.DENIED;
    } else if (chance(weather.lostRequest())) {
      fate = Fate.LOST_REQUEST;
    } else if (writes && chance(weather.lostAnswer())) {
      fate = Fate.LOST_ANSWER;
    } else if (writes && chance(weather.late())) {
      fate = Fate.LATE;
    }
    if (fate != Fate.FINE) {
      world.happened(fate.name());
      world.trace(run, "-- " + fate);
    }
    return fate;
  }

  private DatabaseException error(Fate fate) {
    if (fate == Fate.DENIED) {
      return new DatabaseException(Kind.DENIED, "The caller does not have permission");
    }
    return random.nextInt(3) == 0
        ? new DatabaseException(Kind.UNCLEAR, INTERNAL_ERROR)
        : new DatabaseException(Kind.TRANSIENT, "The service is not available");
  }

  /// How long a call can be on its way after its sender gave up: seconds, or most of an hour.
  private long delay() {
    return SECOND * (random.nextInt(3) == 0 ? 40 : 1) * (1 + random.nextInt(60));
  }

  private <T> T read(String what, Supplier<T> read) {
    gate(what);
    Fate fate = fate(false);
    if (fate != Fate.FINE) {
      throw error(fate);
    }
    T result = read.get();
    gate(what + " answered");
    return result;
  }

  private <T> T write(String what, Supplier<T> write) {
    gate(what);
    Fate fate = fate(true);
    return switch (fate) {
      case FINE -> {
        T result = write.get();
        gate(what + " answered");
        yield result;
      }
      case LOST_ANSWER -> {
        try {
          T _ = write.get();
        } catch (DatabaseException failure) {
          world.trace(run, "-- it failed anyway: " + failure.reason());
        }
        gate(what + " took effect, unheard");
        throw error(fate);
      }
      case LATE -> {
        unwell = random.nextInt(3) == 0 ? 3 * (1 + random.nextInt(4)) : 0;
        world.timeline.after(delay(), () -> arrive(what, write));
        throw error(fate);
      }
      case LOST_REQUEST, DENIED -> throw error(fate);
    };
  }

  private void arrive(String what, Supplier<?> write) {
    world.trace(run, what + " arrives late");
    try {
      Object _ = write.get();
      world.happened("late effect");
    } catch (DatabaseException failure) {
      world.trace(run, "-- and fails: " + failure.reason());
    }
  }

  // Time.

  @Override
  public Instant now() {
    return world.timeline.now().plus(skew);
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(world.timeline.nanos() - startedAt);
  }

  @Override
  public void sleep(Duration duration) {
    world.scheduler.count();
    if (actor == null) {
      world.timeline.advance(duration);
    } else {
      world.scheduler.pause(actor, duration.toNanos());
    }
  }

  // The database.

  DatabaseIdentity identity() {
    return read("identity", world::identity);
  }

  @Override
  public RequestLimits limits() {
    return world.limits();
  }

  @Override
  public DatabaseSnapshot view() {
    return read("view", () -> world.spanner.view());
  }

  @Override
  public BookkeepingState state() {
    return read("standing", () -> world.spanner.view().state());
  }

  @Override
  public List<HistoryRow> history() {
    return read("history", () -> world.spanner.view().history());
  }

  @Override
  public List<List<@Nullable String>> query(String sql) {
    return read(sql, () -> world.spanner.query(sql));
  }

  @Override
  public <T> T transact(String tag, Function<Transaction, T> body) {
    ModelSpanner.Work work = world.spanner.begin(run);
    T result = body.apply(new Open(work, tag));
    if (chance(weather.abort())) {
      world.happened("abort");
      throw new DatabaseException(Kind.TRANSIENT, "Transaction was aborted.");
    }
    write(
        "commit " + tag,
        () -> {
          work.commit();
          return true;
        });
    return result;
  }

  /// A transaction as its run sees it.
  private final class Open implements Transaction {
    private final ModelSpanner.Work work;
    private final String tag;

    Open(ModelSpanner.Work work, String tag) {
      this.work = work;
      this.tag = tag;
    }

    @Override
    public BookkeepingState read(Optional<AttemptId> own) {
      return Client.this.read("read " + tag, () -> work.read(own));
    }

    @Override
    public BookkeepingState readWithoutIntents() {
      return Client.this.read("read " + tag, work::readWithoutIntents);
    }

    @Override
    public BookkeepingState readIntent(AttemptId own) {
      return Client.this.read("read " + tag, () -> work.readIntent(own));
    }

    @Override
    public Optional<RunRow> run(String runId) {
      return Client.this.read("run " + runId, () -> work.run(runId));
    }

    @Override
    public List<Intent.Summary> firstIntents(int limit) {
      return Client.this.read("first intents", () -> work.firstIntents(limit));
    }

    @Override
    public List<Long> update(List<String> statements) {
      return noting(
          statements, () -> Client.this.read("update " + statements, () -> updated(statements)));
    }

    private List<Long> updated(List<String> statements) {
      if (unwell > 0) {
        unwell--;
        throw new DatabaseException(Kind.UNCLEAR, INTERNAL_ERROR);
      }
      return work.update(statements);
    }

    @Override
    public Optional<WorkflowIntent> latestExecution(String deployment) {
      return Client.this.read(
          "executions of " + deployment, () -> work.latestExecution(deployment));
    }

    @Override
    public void write(Write write) {
      work.write(write);
    }
  }

  /// Notes to which data changes there is no clear answer.
  private <T> T noting(List<String> statements, Supplier<T> call) {
    try {
      return call.get();
    } catch (DatabaseException failure) {
      if (failure.kind() == Kind.UNCLEAR && failure.statement().isEmpty()) {
        world.happened("unclear data change");
        Set<String> calls =
            unclear.computeIfAbsent(String.join("; ", statements), _ -> new HashSet<>());
        calls.add("call " + calls.size());
      }
      throw failure;
    }
  }

  @Override
  public long updatePartitioned(String statement, Duration limit, String tag) {
    return noting(List.of(statement), () -> partitioned(statement));
  }

  private long partitioned(String statement) {
    gate("partitioned " + statement);
    Fate fate = fate(true);
    switch (fate) {
      case LOST_REQUEST, DENIED -> throw error(fate);
      case LATE, LOST_ANSWER -> {
        long begins = fate == Fate.LATE ? delay() : 1;
        world.timeline.after(begins, () -> beginLate(statement));
        throw error(fate);
      }
      case FINE -> {
        world.spanner.partitionedBegins();
        try {
          pauseWithin(random.nextInt(4) == 0 ? SECOND * (1 + random.nextInt(150)) : MILLISECOND);
          return world.spanner.partitioned(run, statement);
        } catch (Scheduler.Killed killed) {
          // The service goes on without its client.
          world.timeline.after(1, () -> beginLate(statement));
          throw killed;
        } finally {
          world.spanner.partitionedEnds();
        }
      }
    }
    throw new IllegalStateException("not reached");
  }

  private void pauseWithin(long nanos) {
    gate("partitioned goes on");
    sleep(Duration.ofNanos(nanos));
  }

  private void beginLate(String statement) {
    world.spanner.partitionedBegins();
    world.timeline.after(SECOND * (1 + random.nextInt(100)), () -> endLate(statement));
  }

  private void endLate(String statement) {
    arrive("partitioned " + statement, () -> world.spanner.partitioned(run, statement));
    world.spanner.partitionedEnds();
  }

  @Override
  public boolean partitionedUpdateActive() {
    return read("active?", () -> world.spanner.partitionedActive());
  }

  // Schema operations.

  @Override
  public Answer submit(
      String operationId, List<String> statements, Optional<ProtoDescriptors> descriptors) {
    if (chance(weather.busy())) {
      gate("submit " + operationId + ", busy");
      return new Answer.Busy("something else goes on");
    }
    if (chance(weather.refusal())) {
      gate("submit " + operationId + ", refused this time");
      world.happened("refusal");
      return new Answer.Refused(StatusCode.FAILED_PRECONDITION, "Conflicting schema change");
    }
    try {
      Answer answer =
          write(
              "submit " + operationId + " " + statements,
              () -> world.spanner.submit(run, operationId, statements));
      if (answer instanceof Answer.Started(Operation operation)) {
        count(operation);
      }
      return answer;
    } catch (DatabaseException failure) {
      world.trace(run, "-- no clear answer: " + failure.reason());
      if (failure.kind() == Kind.UNCLEAR && !failure.reason().equals(INTERNAL_ERROR)) {
        world.happened("unclear mistake");
      }
      unclear.computeIfAbsent(String.join("; ", statements), _ -> new HashSet<>()).add(operationId);
      throw failure;
    }
  }

  /// Returns whether there was no clear answer to these statements under two ids, or as data
  /// changes in two calls.
  boolean isUnclear(String statements) {
    return unclear.getOrDefault(statements, Set.of()).size() > 1;
  }

  String run() {
    return run;
  }

  @Override
  public Optional<Operation> find(String operationId) {
    Optional<Operation> found = read("find " + operationId, () -> world.spanner.find(operationId));
    found.ifPresent(this::count);
    return found;
  }

  private void count(Operation told) {
    ModelOperation truth = world.spanner.operations().get(told.id());
    if (told.done() && truth != null && !told.equals(truth.truth())) {
      world.trace(run, "-- that is not all: " + told);
      world.happened(truth.error == null ? "missing timestamps" : Simulation.CONTRADICTION);
    }
  }

  @Override
  public DatabaseDefinition definition() {
    return read(
        "ddl", () -> new DatabaseDefinition(world.spanner.tables().ddl(), Optional.empty()));
  }
}
