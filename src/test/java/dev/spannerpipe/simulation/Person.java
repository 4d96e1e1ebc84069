package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.ManualDecision;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.simulation.Story.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Somebody who runs it again in peace until it is done, and meanwhile does what the failures say.
final class Person {
  private static final int MOST_ROUNDS = 24;

  private final World world;
  private final Story story;
  private final Set<Mishap> mishaps;
  private final Ending ending;
  private final SplittableRandom random;

  Person(World world, Story story, Set<Mishap> mishaps, Ending ending, SplittableRandom random) {
    this.world = world;
    this.story = story;
    this.mishaps = mishaps;
    this.ending = ending;
    this.random = random;
  }

  /// Runs it again until it is done.
  void bringToAnEnd() {
    int version =
        story.onlyGrows() && random.nextBoolean()
            ? random.nextInt(story.newest() + 1)
            : story.newest();
    List<Variant> changelog = story.version(version);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      RuntimeException failure = undisturbed(changelog);
      if (failure != null) {
        changelog = react(failure, changelog);
      } else if (ending.complete(changelog) && nobodyHoldsTheLease()) {
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
    String name = world.newRun("u");
    world.witness().plans(name, changelog);
    SplittableRandom own = random.split();
    Client client = new Client(name, world, Weather.CALM, own, Duration.ZERO);
    return new CommandRun(world, client.ports(own), claim(name), PATIENT).apply(changelog);
  }

  private static LeaseRequest claim(String name) {
    return new LeaseRequest(name, null, null, 1);
  }

  private static final ApplySettings PATIENT =
      new ApplySettings(Duration.ofMinutes(10), Optional.empty(), true);

  /// Does what a person would do after a failure that is meant to be, and returns the changelog to
  /// run next. Any other failure is a defect.
  private List<Variant> react(RuntimeException failure, List<Variant> changelog) {
    ModelRows rows = world.spanner.rows();
    ExitCode exitCode = CommandRun.exitCode(failure);
    Optional<Intent> open = rows.open();
    String words = String.valueOf(failure.getMessage());
    boolean seen = words.startsWith("Could not record") || words.startsWith("Could not continue");
    if (seen && open.filter(this::contradictedItself).isPresent()) {
      return changelog;
    }
    if (exitCode == ExitCode.MIGRATION && open.isPresent() && !mishaps.isEmpty()) {
      resolve(open.get());
      return changelog;
    }
    if (exitCode == ExitCode.MIGRATION && open.isEmpty() && cursorDoesNotFit(changelog)) {
      world.happened("half-applied and edited");
      return story.restored(rows.history, rows.cursors);
    }
    boolean mayTryAgain = exitCode == ExitCode.MIGRATION || exitCode == ExitCode.UNFINISHED;
    if (mayTryAgain && open.isEmpty() && mishaps.contains(Mishap.LOST_TABLES)) {
      world.happened("number used before");
      return changelog;
    }
    if (exitCode == ExitCode.INVALID && historyDoesNotFit(changelog)) {
      world.happened("applied and edited");
      return story.restored(rows.history, rows.cursors);
    }
    throw new AssertionError("an undisturbed run ends with " + exitCode, failure);
  }

  /// The next run sees what the server says in the end.
  private boolean contradictedItself(Intent open) {
    ModelOperation operation = world.spanner.operations().get(open.attempt().operationId());
    return operation != null && operation.hasContradictedItself() && operation.error != null;
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
    String name = world.newRun("u");
    int applied = world.witness().applied(open.attempt());
    int all = open.content().texts("statements").size();
    ManualDecision.Word word =
        new ManualDecision.Word(open.attempt().toString(), applied == all ? -1 : applied);
    SplittableRandom own = random.split();
    Client client = new Client(name, world, Weather.CALM, own, Duration.ZERO);
    world.witness().byHand(true);
    world.happened("resolved by hand");
    RuntimeException failure =
        new CommandRun(world, client.ports(own), claim(name), PATIENT)
            .play(engine -> engine.resolve(word, Story.changelog(story.version(story.newest()))));
    world.witness().byHand(false);
    if (failure != null) {
      throw new AssertionError("resolve ends with " + CommandRun.exitCode(failure), failure);
    }
  }
}
