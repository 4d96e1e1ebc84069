package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.plan.RequestLimits;
import dev.spannerpipe.simulation.Story.Variant;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One schedule: some runs that are disturbed, then somebody who runs it again in peace until it is
/// done, and then everything must be as if nothing had happened.
final class Simulation {
  /// Happens when an operation that is done is reported with an error after all.
  static final String CONTRADICTION = "contradiction";

  private final SplittableRandom random;
  private final Story story;
  private final World world;
  private final Weather weather;
  private final Set<Mishap> mishaps = EnumSet.noneOf(Mishap.class);
  private final Ending ending;
  private boolean calm;

  private Simulation(long seed, boolean tracing) {
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
    this.story = StoryTeller.tell(random.split());
    this.weather = Weather.of(random.split());
    this.world = new World(random.split(), manner(), pace(), doubts(), story, tracing);
    this.ending = new Ending(world, story, mishaps);
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
        random.nextBoolean(),
        random.nextInt(3) == 0,
        random.nextInt(4) == 0,
        random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 80_000,
        limits());
  }

  /// The service's own, which no story comes near, or such that most stories need several chunks.
  private RequestLimits limits() {
    SplittableRandom own = random.split();
    return own.nextInt(3) == 0
        ? RequestLimits.SPANNER
        : new RequestLimits(
            own.nextInt(3) == 0 ? 40 + own.nextInt(200) : 1_000_000, 1 + own.nextInt(3), 2);
  }

  /// In some schedules only. The truth comes out within the three reads of a run or never, but
  /// where the statements are another's, which stops a run at once.
  private ModelSpanner.Doubts doubts() {
    SplittableRandom own = random.split();
    if (own.nextInt(4) > 0) {
      return () -> Doubt.NONE;
    }
    Doubt.Kind[] kinds = Doubt.Kind.values();
    return () -> {
      Doubt.Kind drawn = kinds[own.nextInt(kinds.length)];
      // Where a failure is tolerated, a person who runs it again would meet it each time.
      Doubt.Kind kind = calm && drawn != Doubt.Kind.TIMESTAMPS ? Doubt.Kind.NONE : drawn;
      boolean forGood = kind == Doubt.Kind.TIMESTAMPS && own.nextBoolean();
      int reports = 1 + own.nextInt(3);
      return kind == Doubt.Kind.NONE
          ? Doubt.NONE
          : new Doubt(
              kind,
              forGood ? Integer.MAX_VALUE : kind == Doubt.Kind.STATEMENTS ? 3 + reports : reports);
    };
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
    calm = true;
    interlude();
    new Person(world, story, mishaps, ending, random).bringToAnEnd();
    world.timeline.settle();
    ending.look();
  }

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
    String name = world.newRun("r");
    int runs = world.runs();
    Duration skew = Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(1200) - 600 : 0);
    Optional<Duration> timeout =
        random.nextInt(4) == 0
            ? Optional.of(Duration.ofSeconds(1 + random.nextInt(90)))
            : Optional.empty();
    Duration lockTimeout = Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(60) : 600);
    ApplySettings settings = new ApplySettings(lockTimeout, timeout, true);
    LeaseRequest claim = new LeaseRequest(name, null, sameStep ? "step" : null, runs);
    for (int earlier = 1; sameStep && earlier < runs; earlier++) {
      world.witness().leases().supersedes(name, "r" + earlier);
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
              CommandRun run = new CommandRun(world, client.ports(own), claim, settings);
              judge(client, changelog, run.apply(changelog), timeout);
            });
  }

  /// A disturbed run may fail too, but only for a reason.
  private void judge(
      Client client,
      List<Variant> changelog,
      @Nullable RuntimeException failure,
      Optional<Duration> timeout) {
    boolean wrong = changelog.stream().anyMatch(Variant::bad);
    boolean edited = !story.onlyGrows();
    boolean network =
        weather.lostRequest() + weather.lostAnswer() + weather.late() + weather.denied() > 0
            || weather.abort() > 0
            || weather.busy() > 0;
    Optional<String> blamed = Blame.of(failure);
    blamed.ifPresent(statement -> judgeBlame(client, statement, failure, network));
    boolean allowed =
        switch (CommandRun.exitCode(failure)) {
          case DONE -> ending.complete(changelog, client::isUnclear);
          case LEASE -> world.runs() > 1;
          case UNFINISHED -> network || timeout.isPresent() || weather.freeze() > 0;
          case ACCESS -> network || weather.freeze() > 0;
          case MIGRATION ->
              wrong
                  || edited
                  || severalVersions()
                  || weather.denied() > 0
                  || weather.refusal() > 0
                  || (network
                      && blamed
                          .filter(each -> client.isUnclear(each) || Story.isQuery(each))
                          .isPresent())
                  || world.counts().containsKey(CONTRADICTION);
          case INVALID -> edited;
          case INTERNAL, BLOCKED, WORKFLOW, PREVIEW, INTERRUPTED, TERMINATED -> false;
        };
    if (!allowed) {
      throw new AssertionError(
          "run " + client.run() + " ends with " + CommandRun.exitCode(failure), failure);
    }
  }

  /// Where nothing else explains it, the statement that a failure names must be the one that fails.
  private void judgeBlame(
      Client client, String statement, @Nullable RuntimeException failure, boolean network) {
    boolean alone = world.runs() == 1 && !network && weather.refusal() == 0;
    Violation.unless(
        story.has(statement) || Story.isQuery(statement),
        "`%s` is blamed, but is no statement: %s",
        statement,
        failure);
    Violation.unless(
        !alone || Story.isQuery(statement) || world.spanner.refuses(statement),
        "`%s` is blamed: %s",
        statement,
        failure);
    Violation.unless(
        !Blame.isUnclear(failure) || client.isUnclear(statement),
        "`%s` is blamed after one unclear answer: %s",
        statement,
        failure);
    if (Blame.isRolledBack(failure)) {
      world.witness().rolledBack(client.run(), statement);
    }
  }

  /// An older version cannot go on with what a newer one began.
  private boolean severalVersions() {
    return world.runs() > 1 && story.newest() > 0;
  }

  /// Time passes, or somebody restores the database from a backup, or drops what is ours.
  private void interlude() {
    if (world.restore()) {
      mishap(Mishap.RESTORED);
      world.trace("", "== the database is restored from a backup");
    } else if (random.nextInt(10) == 0) {
      world.timeline.settle();
      Duration age = Duration.ofHours(List.of(156, 200, 900).get(random.nextInt(3)));
      world.timeline.advance(age);
      mishap(Mishap.AGED);
      world.trace("", "== " + age.toHours() + " hours pass");
    } else if (random.nextInt(10) == 0) {
      loseTables();
    }
  }

  private void mishap(Mishap what) {
    mishaps.add(what);
    world.happened(what.toString());
  }

  private void loseTables() {
    ModelRows rows = world.spanner.rows();
    if (rows.open().isEmpty() && rows.cursors.isEmpty() && rows.lease != null) {
      world.timeline.settle();
      world.witness().countsAgain();
      rows.lease = null;
      if (random.nextBoolean()) {
        // All of them: then nothing tells any more that ids were used.
        rows.intents.clear();
        rows.major = 0;
        rows.closedBefore = 0;
      }
      mishap(Mishap.LOST_TABLES);
      world.trace("", "== somebody drops our tables");
    }
  }
}
