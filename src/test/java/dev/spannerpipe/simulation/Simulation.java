package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.Claim;
import dev.spannerpipe.apply.Engine;
import dev.spannerpipe.apply.Gate;
import dev.spannerpipe.apply.Intent;
import dev.spannerpipe.apply.Lease;
import dev.spannerpipe.apply.LiquibaseLock;
import dev.spannerpipe.apply.Ports;
import dev.spannerpipe.apply.Resolve;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.Dialect;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.record.ChainCheck;
import dev.spannerpipe.record.Event;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.Verification;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.simulation.Story.Item;
import dev.spannerpipe.simulation.Story.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One schedule: some runs that are disturbed, then somebody who runs it again in peace until it is
/// done, and then everything must be as if nothing had happened.
final class Simulation {
  private static final int MOST_ROUNDS = 24;

  private final SplittableRandom random;
  private final Story story;
  private final World world;
  private final Weather weather;
  private boolean aged;
  private boolean restored;
  private boolean lostTables;
  private int runs;

  private Simulation(long seed, boolean tracing) {
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
    this.story = StoryTeller.tell(random.split());
    this.weather = Weather.of(random.split());
    this.world = new World(random.split(), manner(), pace(), story, tracing);
  }

  /// What came of a schedule.
  ///
  /// @param problem which guarantee was broken; empty where none was
  /// @param counts how often what kind of trouble happened
  record Result(
      long seed, Optional<Throwable> problem, Map<String, Integer> counts, List<String> trace) {}

  /// Plays the schedule of this seed.
  static Result play(long seed, boolean tracing) {
    Simulation simulation = new Simulation(seed, tracing);
    Optional<Throwable> problem = Optional.empty();
    try {
      simulation.play();
    } catch (Throwable thrown) {
      problem = Optional.of(thrown);
    }
    return new Result(seed, problem, simulation.world.counts(), simulation.world.trace());
  }

  private ModelSpanner.Manner manner() {
    return new ModelSpanner.Manner(
        random.nextBoolean(), random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 80_000);
  }

  /// At once, in seconds, or in minutes; mostly the same for all statements.
  private ModelSpanner.Pace pace() {
    SplittableRandom own = random.split();
    int usual = own.nextInt(4);
    return () ->
        switch (own.nextInt(10) == 0 ? own.nextInt(4) : usual) {
          case 0, 1 -> 0;
          case 2 -> 100_000_000L * (1 + own.nextInt(60));
          default -> 1_000_000_000L * (1 + own.nextInt(100));
        };
  }

  private void play() throws Throwable {
    disturbedRuns();
    interlude();
    bringToAnEnd();
    world.timeline.settle();
    lookAtTheEnd();
  }

  // The disturbed part.

  private void disturbedRuns() throws Throwable {
    int count = 1 + random.nextInt(3);
    boolean sameStep = random.nextInt(5) == 0;
    if (random.nextInt(8) == 0) {
      world.backUpAt(1 + random.nextInt(60));
    }
    int version = 0;
    long start = 0;
    for (int i = 0; i < count; i++) {
      version =
          random.nextInt(5) == 0 ? version : Math.min(story.newest(), version + random.nextInt(3));
      disturbed(version, start, sameStep);
      start += random.nextInt(3) == 0 ? 0 : 1_000_000_000L * random.nextInt(120);
    }
    world.scheduler.run();
  }

  private void disturbed(int version, long start, boolean sameStep) {
    String name = "r" + ++runs;
    Duration skew = Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(1200) - 600 : 0);
    Optional<Duration> timeout =
        random.nextInt(4) == 0
            ? Optional.of(Duration.ofSeconds(1 + random.nextInt(90)))
            : Optional.empty();
    Duration lockTimeout = Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(60) : 600);
    ApplySettings settings = new ApplySettings(lockTimeout, timeout, Optional.empty(), true);
    Claim claim = new Claim(name, null, sameStep ? "step" : null, runs);
    for (int earlier = 1; sameStep && earlier < runs; earlier++) {
      world.witness().supersedes(name, "r" + earlier);
    }
    List<Variant> changelog = story.version(version);
    world.witness().plans(name, changelog);
    SplittableRandom own = random.split();
    Scheduler.Actor[] self = new Scheduler.Actor[1];
    self[0] =
        world.scheduler.add(
            name,
            start,
            () -> {
              Client client = new Client(name, world, weather, own, skew);
              client.playedBy(self[0]);
              world.trace(name, "begins with version " + version);
              judge(name, changelog, apply(client, own, claim, settings, changelog), timeout);
            });
  }

  /// Plays a whole run, as the command does, and returns the failure that it ends with.
  private @Nullable RuntimeException apply(
      Client client,
      SplittableRandom own,
      Claim claim,
      ApplySettings settings,
      List<Variant> changelog) {
    return run(
        client,
        own,
        claim,
        settings,
        engine -> engine.apply(Story.changelog(changelog), ALLOWED, _ -> {}));
  }

  /// Does something with an engine.
  private interface Work {
    void on(Engine engine);
  }

  private @Nullable RuntimeException run(
      Client client, SplittableRandom own, Claim claim, ApplySettings settings, Work work) {
    RunLog log = new RunLog(context(claim.runId()), client::now);
    Ports ports =
        new Ports(client, client, client::identity, client, new Retry(client, own::nextDouble));
    Engine engine =
        new Engine(Dialect.GOOGLE_STANDARD_SQL, ports, settings, claim, log, client.now());
    log.add(
        EventName.RUN_STARTED,
        Event.Outcome.SUCCEEDED,
        Json.object().with("command", "apply").with("version", "0.1.0"));
    RuntimeException failure = null;
    try {
      work.on(engine);
    } catch (RuntimeException thrown) {
      failure = thrown;
    }
    int exitCode = exitCode(failure).number();
    try {
      engine.finish(
          exitCode,
          () ->
              log.add(
                  EventName.RUN_ENDED,
                  Event.Outcome.SUCCEEDED,
                  Json.object().with("exitCode", exitCode)));
    } catch (RuntimeException thrown) {
      failure = failure == null ? thrown : failure;
    }
    world.trace(claim.runId(), "ends with " + exitCode(failure) + " " + failure);
    world.happened("exit " + exitCode(failure).number());
    return failure;
  }

  private static RunContext context(String runId) {
    return new RunContext(
        runId, "apply", "0.1.0", Map.of(), Map.of(), "projects/p", "c0ffee", null);
  }

  private static ExitCode exitCode(@Nullable RuntimeException failure) {
    return switch (failure) {
      case null -> ExitCode.DONE;
      case Failure known -> known.exitCode();
      default -> ExitCode.INTERNAL;
    };
  }

  /// A disturbed run may fail too, but only for a reason.
  private void judge(
      String name,
      List<Variant> changelog,
      @Nullable RuntimeException failure,
      Optional<Duration> timeout) {
    boolean wrong = changelog.stream().anyMatch(Variant::bad);
    boolean edited = !story.onlyGrows();
    boolean network =
        weather.lostRequest() + weather.lostAnswer() + weather.late() + weather.denied() > 0
            || weather.abort() > 0
            || weather.busy() > 0;
    boolean allowed =
        switch (exitCode(failure)) {
          case DONE -> complete(changelog);
          case LEASE -> runs > 1;
          case UNFINISHED -> network || timeout.isPresent() || weather.freeze() > 0;
          case ACCESS -> network || weather.freeze() > 0;
          case MIGRATION ->
              wrong || edited || severalVersions() || weather.denied() > 0 || weather.refusal() > 0;
          case INVALID -> edited;
          case INTERNAL, BLOCKED, WORKFLOW, PREVIEW -> false;
        };
    if (!allowed) {
      throw new AssertionError("run " + name + " ends with " + exitCode(failure), failure);
    }
  }

  /// An older version cannot go on with what a newer one began.
  private boolean severalVersions() {
    return runs > 1 && story.newest() > 0;
  }

  private boolean complete(List<Variant> changelog) {
    for (Variant variant : changelog) {
      ChangeSet changeSet = variant.changeSet();
      if (story.item(changeSet.identity()).fate() != Item.Fate.SKIPPED
          && !world.spanner.rows().history.containsKey(changeSet.identity())) {
        throw new Violation("done, but " + changeSet.identity() + " is not in the history");
      }
    }
    return true;
  }

  // In between.

  /// Time passes, or somebody restores the database from a backup, or drops what is ours.
  private void interlude() {
    restored = world.restore();
    if (restored) {
      world.happened("restored");
      world.trace("", "== the database is restored from a backup");
    } else if (random.nextInt(10) == 0) {
      world.timeline.settle();
      Duration age = Duration.ofHours(random.nextBoolean() ? 156 : 200);
      world.timeline.advance(age);
      aged = true;
      world.happened("aged");
      world.trace("", "== " + age.toHours() + " hours pass");
    } else if (random.nextInt(10) == 0) {
      loseTables();
    }
  }

  private void loseTables() {
    ModelRows rows = world.spanner.rows();
    if (rows.open().isEmpty() && rows.cursors.isEmpty() && rows.lease != null) {
      world.timeline.settle();
      lostTables = true;
      world.witness().countsAgain();
      rows.lease = null;
      if (random.nextBoolean()) {
        rows.intents.clear();
      }
      world.happened("lost tables");
      world.trace("", "== somebody drops our tables");
    }
  }

  // The undisturbed part.

  private void bringToAnEnd() {
    int version =
        story.onlyGrows() && random.nextBoolean()
            ? random.nextInt(story.newest() + 1)
            : story.newest();
    List<Variant> changelog = story.version(version);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      RuntimeException failure = undisturbed(changelog);
      if (failure != null) {
        changelog = react(failure, changelog);
      } else if (complete(changelog) && nobodyHoldsTheLease()) {
        return;
      } else {
        // Nothing was left to do but to wait for a dead run's lease.
        world.timeline.advance(Duration.ofMinutes(1));
      }
    }
    throw new Violation("it never comes to an end");
  }

  private boolean nobodyHoldsTheLease() {
    return Optional.ofNullable(world.spanner.rows().lease).flatMap(Lease::holder).isEmpty();
  }

  private @Nullable RuntimeException undisturbed(List<Variant> changelog) {
    String name = "u" + ++runs;
    world.witness().plans(name, changelog);
    SplittableRandom own = random.split();
    Client client = new Client(name, world, Weather.CALM, own, Duration.ZERO);
    return apply(client, own, claim(name), PATIENT, changelog);
  }

  private static Claim claim(String name) {
    return new Claim(name, null, null, 1);
  }

  private static final ApplySettings PATIENT =
      new ApplySettings(Duration.ofMinutes(10), Optional.empty(), Optional.empty(), true);

  /// Does what a person would do after a failure that is meant to be, and returns the changelog to
  /// run next. Any other failure is a defect.
  private List<Variant> react(RuntimeException failure, List<Variant> changelog) {
    ModelRows rows = world.spanner.rows();
    ExitCode exitCode = exitCode(failure);
    Optional<Intent> open = rows.open();
    if (exitCode == ExitCode.MIGRATION && open.isPresent() && (aged || restored || lostTables)) {
      resolve(open.get());
      return changelog;
    }
    boolean mayTryAgain = exitCode == ExitCode.MIGRATION || exitCode == ExitCode.UNFINISHED;
    if (mayTryAgain && open.isEmpty() && lostTables) {
      world.happened("number used before");
      return changelog;
    }
    if (exitCode == ExitCode.MIGRATION && open.isEmpty() && cursorDoesNotFit(changelog)) {
      world.happened("half-applied and edited");
      return story.restored(rows.history, rows.cursors);
    }
    if (exitCode == ExitCode.INVALID && historyDoesNotFit(changelog)) {
      world.happened("applied and edited");
      return story.restored(rows.history, rows.cursors);
    }
    throw new AssertionError("an undisturbed run ends with " + exitCode, failure);
  }

  private boolean cursorDoesNotFit(List<Variant> changelog) {
    for (Cursor cursor : world.spanner.rows().cursors.values()) {
      boolean fits =
          changelog.stream()
              .anyMatch(
                  variant ->
                      variant.changeSet().identity().equals(cursor.changeSet())
                          && variant.continues(cursor.applied()));
      if (!fits) {
        return true;
      }
    }
    return false;
  }

  private boolean historyDoesNotFit(List<Variant> changelog) {
    for (Variant variant : changelog) {
      HistoryRow row = world.spanner.rows().history.get(variant.changeSet().identity());
      if (row != null && !variant.changeSet().checksum().equals(row.checksum())) {
        return true;
      }
    }
    return false;
  }

  /// A person knows what is applied.
  private void resolve(Intent open) {
    String name = "u" + ++runs;
    int applied = world.witness().applied(open.attempt());
    int all = open.content().texts("statements").size();
    Resolve.Word word = new Resolve.Word(open.attempt().toString(), applied == all ? -1 : applied);
    SplittableRandom own = random.split();
    Client client = new Client(name, world, Weather.CALM, own, Duration.ZERO);
    world.witness().byHand(true);
    world.happened("resolved by hand");
    RuntimeException failure =
        run(
            client,
            own,
            claim(name),
            PATIENT,
            engine -> engine.resolve(word, Story.changelog(story.version(story.newest()))));
    world.witness().byHand(false);
    if (failure != null) {
      throw new AssertionError("resolve ends with " + exitCode(failure), failure);
    }
  }

  // The end.

  private void lookAtTheEnd() {
    ModelRows rows = world.spanner.rows();
    Violation.unless(rows.open().isEmpty(), "intent %s is still open", rows.open());
    Violation.unless(rows.cursors.isEmpty(), "a cursor is left: %s", rows.cursors.values());
    Violation.unless(rows.lock.equals(LiquibaseLock.FREE), "%s is left", rows.lock);
    String expected = undisturbedState();
    Violation.unless(
        world.spanner.tables().text().equals(expected),
        "the database holds%n%sinstead of%n%s",
        world.spanner.tables().text(),
        expected);
    if (!lostTables) {
      world.witness().end();
      Verification verification = ChainCheck.check(rows, null);
      Violation.unless(verification.holds(), "the record: %s", verification.findings());
    }
  }

  /// Executes what the history says, in the changelog's order, as if nothing had ever gone wrong.
  private String undisturbedState() {
    ToyTables tables = new ToyTables();
    for (Item item : story.items()) {
      HistoryRow row = world.spanner.rows().history.get(item.id());
      if (row != null && row.execType() != HistoryRow.ExecType.MARK_RAN) {
        Variant variant = item.withChecksum(String.valueOf(row.checksum())).orElseThrow();
        for (int i = 0; i < world.witness().recorded(item.id()); i++) {
          variant.allEffects().forEach(sql -> tables.execute(ToyStatement.parse(sql)));
        }
      }
      world.witness().unrecorded(item.id()).forEach(sql -> tables.execute(ToyStatement.parse(sql)));
    }
    return tables.text();
  }

  private static final Gate ALLOWED =
      new Gate() {
        private static final Decision YES = new Decision(true, "test", "it is a test", "");

        @Override
        public Decision decide(Plan plan, LiveDatabase database) {
          return YES;
        }

        @Override
        public Decision decide(
            ChangeSet changeSet, List<String> statements, LiveDatabase database) {
          return YES;
        }
      };
}
