package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.RequestLimits;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.simulation.ScriptedPorts.Twist;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One database of the model, and runs on it that a test disturbs at the calls that it names.
final class Stage {
  final World world;
  final ModelSpanner spanner;
  private final List<String> effects = new ArrayList<>();
  private final List<List<String>> transactions = new ArrayList<>();
  private Duration lockTimeout = Duration.ofMinutes(10);

  private Stage(ModelSpanner.Manner manner, long pace, Doubt doubt) {
    this.world = new World(new SplittableRandom(1), manner, () -> pace, () -> doubt, new Effects());
    this.spanner = world.spanner;
  }

  /// Schema operations end at once, and a mistake in a statement fails the whole call.
  static Stage usual() {
    return new Stage(ModelSpanner.Manner.EMULATOR, 0, Doubt.NONE);
  }

  /// A mistake in a statement fails the operation when it is that statement's turn, as in Spanner.
  static Stage failingInTurn() {
    return new Stage(
        new ModelSpanner.Manner(false, false, false, 80_000, RequestLimits.SPANNER), 0, Doubt.NONE);
  }

  /// Each statement of a schema operation takes so long.
  static Stage slow(Duration statement) {
    return new Stage(ModelSpanner.Manner.EMULATOR, statement.toNanos(), Doubt.NONE);
  }

  /// Schema operations contradict themselves.
  static Stage doubtful(Doubt doubt) {
    return new Stage(ModelSpanner.Manner.EMULATOR, 0, doubt);
  }

  /// A chunk has at most so many data changes.
  static Stage withChunksOf(int statements) {
    return new Stage(
        new ModelSpanner.Manner(
            true, false, false, 80_000, new RequestLimits(1_000_000, statements, 25)),
        0,
        Doubt.NONE);
  }

  /// Lets the next runs wait for no lease or lock.
  void impatient() {
    lockTimeout = Duration.ZERO;
  }

  /// How a run ended.
  ///
  /// @param calls the names of its calls
  record Ended(boolean killed, @Nullable RuntimeException failure, List<String> calls) {
    ExitCode exitCode() {
      return CommandRun.exitCode(failure);
    }

    /// Returns whether there was such a call.
    boolean called(String name) {
      return calls.stream().anyMatch(call -> call.startsWith(name));
    }

    /// Returns the number of the first such call; -1 where there was none.
    int first(String name) {
      for (int i = 0; i < calls.size(); i++) {
        if (calls.get(i).startsWith(name)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public String toString() {
      return exitCode() + " " + failure + "\n" + String.join("\n", calls);
    }
  }

  /// Runs a changelog of these change sets in a step of its own.
  Ended run(String name, List<ChangeSet> changelog, Twist... twists) {
    return run(new LeaseRequest(name, null, null, 1), changelog, twists);
  }

  /// Runs a changelog of these change sets.
  Ended run(LeaseRequest claim, List<ChangeSet> changelog, Twist... twists) {
    SplittableRandom random = new SplittableRandom(claim.runId().hashCode());
    Client client = new Client(claim.runId(), world, Weather.CALM, random, Duration.ZERO);
    ScriptedPorts scripted = new ScriptedPorts(client, List.of(twists));
    Ports ports =
        new Ports(
            scripted,
            scripted,
            client::identity,
            scripted,
            new Retry(scripted, random::nextDouble));
    ApplySettings settings = new ApplySettings(lockTimeout, Optional.empty(), true);
    try {
      RuntimeException failure =
          new CommandRun(world, ports, claim, settings)
              .apply(new Changelog(changelog, Set.of(), Optional.empty()));
      return new Ended(false, failure, scripted.calls());
    } catch (Scheduler.Killed _) {
      return new Ended(true, null, scripted.calls());
    }
  }

  /// Returns all statements that took effect, in order, without the one that fences.
  List<String> effects() {
    return effects;
  }

  /// Returns the data changes by the transactions that committed them.
  List<List<String>> transactions() {
    return transactions;
  }

  /// Returns the ids of the recorded change sets, in order.
  List<String> history() {
    return spanner.rows().historyInOrder().stream().map(row -> row.changeSet().id()).toList();
  }

  ModelRows rows() {
    return spanner.rows();
  }

  /// Returns the statements of the operation of this id.
  List<String> operation(String id) {
    return spanner.operations().get(id).statements;
  }

  static Twist before(String call, Runnable what) {
    return new Twist(call, false, what);
  }

  static Twist after(String call, Runnable what) {
    return new Twist(call, true, what);
  }

  static Twist killedBefore(String call) {
    return before(call, Stage::kill);
  }

  static Twist killedAfter(String call) {
    return after(call, Stage::kill);
  }

  /// The request never arrives, and the client hears of an internal error.
  static Twist requestLost(String call) {
    return before(call, Stage::lose);
  }

  /// The request takes effect, and the client hears of an internal error.
  static Twist answerLost(String call) {
    return after(call, Stage::lose);
  }

  private static void kill() {
    throw new Scheduler.Killed();
  }

  private static void lose() {
    throw new DatabaseException(Kind.UNCLEAR, "Internal error");
  }

  /// Notes what takes effect.
  private final class Effects implements ModelSpanner.Observer {
    @Override
    public void begins(ModelOperation operation) {}

    @Override
    public void committed(ModelOperation operation, String statement, Instant at) {
      if (!statement.startsWith("DROP INDEX IF EXISTS SPANNER_PIPE_")) {
        effects.add(statement);
      }
    }

    @Override
    public void commits(String run, List<String> statements, List<Write> writes, Instant at) {
      if (!statements.isEmpty()) {
        effects.addAll(statements);
        transactions.add(List.copyOf(statements));
      }
    }

    @Override
    public void partitioned(String run, String statement) {
      effects.add(statement);
    }
  }
}
