package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.simulation.Story.Item;
import dev.spannerpipe.simulation.Story.Variant;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Watches everything that takes effect, and says when a guarantee is broken. It believes nothing
/// that a run says of itself.
final class Witness implements ModelSpanner.Observer {
  private final Story story;
  private final World world;
  private final LeaseWitness leases;
  private final Map<String, Set<String>> plans = new HashMap<>();
  private final Map<ModelOperation, AttemptId> intents = new HashMap<>();
  private final Map<String, String> rolledBack = new HashMap<>();
  private Memory memory = new Memory();
  private boolean byHand;

  Witness(Story story, World world) {
    this.story = story;
    this.world = world;
    this.leases = new LeaseWitness(world);
  }

  /// Hears what a run may do at most.
  void plans(String run, List<Variant> changelog) {
    plans.put(run, Story.texts(changelog));
  }

  /// Hears that a run says of a data change that its transaction was rolled back.
  void rolledBack(String run, String statement) {
    rolledBack.put(run, statement);
  }

  /// Returns the one that watches the lease.
  LeaseWitness leases() {
    return leases;
  }

  /// Hears whether a person settles things just now.
  void byHand(boolean now) {
    byHand = now;
  }

  Memory memory() {
    return memory.copy();
  }

  void remember(Memory saved) {
    memory = saved.copy();
  }

  private ModelRows rows() {
    return world.spanner.rows();
  }

  // Schema operations.

  @Override
  public void begins(ModelOperation operation) {
    if (operation.statements.stream().noneMatch(story::has)) {
      refuseStrange(operation);
      return;
    }
    Optional<Intent> open =
        rows()
            .open()
            .filter(intent -> intent.kind() == Intent.Kind.SCHEMA)
            .filter(intent -> intent.content().texts("statements").equals(operation.statements));
    Violation.unless(
        open.isPresent(),
        "operation %s %s begins without an open intent",
        operation.id,
        operation.statements);
    Violation.unless(
        plans.getOrDefault(operation.run, Set.of()).containsAll(operation.statements),
        "run %s sends %s, which is not all in its plan",
        operation.run,
        operation.statements);
    for (ModelOperation other : world.spanner.operations().values()) {
      Violation.unless(
          other.done || !intents.containsKey(other),
          "operation %s begins while %s goes on",
          operation.id,
          other.id);
    }
    intents.put(operation, open.orElseThrow().attempt());
  }

  /// What belongs to no change set must change nothing.
  private static void refuseStrange(ModelOperation operation) {
    for (String statement : operation.statements) {
      boolean harmless =
          ToyStatement.parse(statement) instanceof ToyStatement.DropIndex(String name, boolean asks)
              && asks
              && name.startsWith("SPANNER_PIPE_");
      Violation.unless(harmless, "%s belongs to no change set", statement);
    }
  }

  @Override
  public void committed(ModelOperation operation, String statement, Instant at) {
    AttemptId attempt = intents.get(operation);
    if (attempt == null) {
      return;
    }
    Intent intent = rows().intents.get(attempt);
    Violation.unless(
        intent != null && intent.state() == Intent.State.OPEN,
        "`%s` of operation %s takes effect when its intent %s is closed",
        statement,
        operation.id,
        attempt);
    memory.applied.merge(attempt, 1, Integer::sum);
    world.trace(operation.run, "   effect: " + statement);
    memory.lastSchemaChange.put(executed(statement), at);
  }

  // Transactions.

  @Override
  public void commits(String run, List<String> statements, List<Write> writes, Instant at) {
    leases.writes(run, writes, memory, at);
    cursors(writes);
    if (!statements.isEmpty()) {
      data(run, statements, writes);
    }
    for (Write write : writes) {
      switch (write) {
        case Write.InsertIntent(Intent intent) -> inserted(run, intent);
        case Write.UpdateIntent(Intent intent) ->
            leases.underLease(run, "moves intent " + intent.attempt());
        case Write.DeleteIntent(AttemptId attempt) -> removed(run, attempt, at);
        case Write.PutHistory(HistoryRow row) -> recorded(run, row, at);
        case Write.DeleteHistory(ChangeSetId id) ->
            throw new Violation("run " + run + " deletes the history row of " + id);
        case Write.PutCursor(Cursor cursor, String _) -> moved(run, cursor);
        case Write.DeleteCursor(ChangeSetId id) -> {
          if (rows().cursors.containsKey(id)) {
            leases.underLease(run, "deletes the cursor of " + id);
          }
        }
        case Write.PutLock(LiquibaseLock lock) -> leases.locked(run, lock);
        case Write.PutLease _, Write.PutRun _, Write.PutEvent _ -> {}
        case Write.PutVersion _, Write.PutClosedBefore _ -> {}
        case Write.InsertExecution _, Write.UpdateExecution _ -> {}
      }
    }
  }

  private void cursors(List<Write> writes) {
    Set<ChangeSetId> left = new HashSet<>(rows().cursors.keySet());
    for (Write write : writes) {
      if (write instanceof Write.PutCursor(Cursor cursor, String _)) {
        left.add(cursor.changeSet());
      } else if (write instanceof Write.DeleteCursor(ChangeSetId id)) {
        left.remove(id);
      }
    }
    Violation.unless(left.size() <= 1, "%s are half finished", left);
  }

  private void data(String run, List<String> statements, List<Write> writes) {
    Violation.unless(
        !statements.contains(rolledBack.get(run)),
        "run %s executes `%s` after it was said to be rolled back",
        run,
        rolledBack.get(run));
    leases.underLease(run, "changes data");
    long attempts =
        writes.stream()
            .filter(
                write ->
                    write instanceof Write.InsertIntent(Intent intent)
                        && intent.kind() == Intent.Kind.DATA)
            .count();
    Violation.unless(attempts == 1, "run %s changes data without an intent of its own", run);
    List<String> together = story.transaction(statements.getFirst());
    Violation.unless(
        together.isEmpty()
            ? statements.size() <= world.limits().statements()
                && statements.stream().allMatch(other -> story.transaction(other).isEmpty())
            : statements.equals(together),
        "run %s changes data by %d statements at once: %s",
        run,
        statements.size(),
        statements);
    if (!together.isEmpty()) {
      world.happened("transaction");
    }
    leases.renewed(run, writes);
    if (statements.size() == world.limits().statements()) {
      world.happened("chunk");
    }
    Violation.unless(
        plans.getOrDefault(run, Set.of()).containsAll(statements),
        "run %s executes %s, which is not all in its plan",
        run,
        statements);
    statements.forEach(this::executed);
    world.trace(run, "   effect: " + statements);
  }

  private void inserted(String run, Intent intent) {
    leases.underLease(run, "writes intent " + intent.attempt());
    Violation.unless(intent.runId().equals(run), "run %s writes the intent of another", run);
    Violation.unless(
        intent.state() == Intent.State.CLOSED || rows().open().isEmpty(),
        "run %s opens intent %s while another one is open",
        run,
        intent.attempt());
  }

  /// Whoever needs an intent to learn what became of it, or not to use its id again, must find it.
  private void removed(String run, AttemptId attempt, Instant at) {
    leases.underLease(run, "removes intent " + attempt);
    Intent intent = rows().intents.get(attempt);
    Violation.unless(
        intent == null || intent.state() == Intent.State.CLOSED,
        "run %s removes intent %s, which is open",
        run,
        attempt);
    Violation.unless(
        !mayRemember(attempt)
            && (intent == null || ModelSpanner.isForgotten(intent.createdAt(), at)),
        "run %s removes intent %s while its id is in use",
        run,
        attempt);
    world.happened("removed intent");
  }

  /// Returns whether the service may know the operation of this intent. One that only fenced the
  /// id, perhaps much later, may be known: whoever sends the batch then learns that the id is used.
  private boolean mayRemember(AttemptId attempt) {
    ModelOperation operation = world.spanner.operations().get(attempt.operationId());
    return operation != null
        && intents.containsKey(operation)
        && world.spanner.mayRemember(operation);
  }

  @Override
  public void partitioned(String run, String statement) {
    Intent intent =
        rows().intents.values().stream()
            .filter(each -> each.kind() == Intent.Kind.PARTITIONED)
            .filter(each -> each.content().texts("statements").equals(List.of(statement)))
            .max(Comparator.comparing(Intent::attempt))
            .orElseThrow(
                () ->
                    new Violation(
                        "run " + run + " executes `" + statement + "` without an intent"));
    memory.applied.put(intent.attempt(), 1);
    memory.partitioned.add(statement);
    Violation.unless(
        plans.getOrDefault(run, Set.of()).contains(statement),
        "run %s executes %s, which is not in its plan",
        run,
        statement);
    expecting(statement)
        .ifPresent(
            item -> {
              memory.executed(item.id()).add(statement);
              memory.lastSchemaChange.remove(item.id());
            });
    world.trace(run, "   effect: " + statement);
  }

  // What it all comes to.

  /// Returns the change set that this statement is the next one of.
  private Optional<Item> expecting(String statement) {
    Item rerun = null;
    for (Item item : story.items()) {
      List<String> done = memory.executed(item.id());
      if (item.variants().stream().anyMatch(variant -> continues(variant, done, statement))) {
        if (!rows().history.containsKey(item.id())) {
          return Optional.of(item);
        }
        rerun = item.variants().getFirst().changeSet().runAlways() ? item : rerun;
      }
    }
    return Optional.ofNullable(rerun);
  }

  private static boolean continues(Variant variant, List<String> done, String statement) {
    List<String> effects = variant.allEffects();
    return effects.size() > done.size()
        && effects.get(done.size()).equals(statement)
        && effects.subList(0, done.size()).equals(done);
  }

  private ChangeSetId executed(String statement) {
    Item item =
        expecting(statement)
            .orElseThrow(
                () ->
                    new Violation(
                        "`" + statement + "` is executed once too often or at the wrong time"));
    memory.executed(item.id()).add(statement);
    memory.lastSchemaChange.remove(item.id());
    return item.id();
  }

  private void recorded(String run, HistoryRow row, Instant at) {
    leases.underLease(run, "writes the history of " + row.changeSet());
    Item item = story.item(row.changeSet());
    List<String> done = memory.executed(item.id());
    boolean always = item.variants().getFirst().changeSet().runAlways();
    Violation.unless(
        always || !rows().history.containsKey(item.id()), "%s is recorded twice", item.id());
    Violation.unless(
        memory.recordedIn.add(item.id() + " " + row.deploymentId()),
        "%s ran twice in deployment %s",
        item.id(),
        row.deploymentId());
    Variant variant =
        item.withChecksum(String.valueOf(row.checksum()))
            .orElseThrow(() -> new Violation("unknown checksum " + row.checksum()));
    List<String> expected =
        row.execType() == HistoryRow.ExecType.MARK_RAN ? List.of() : variant.allEffects();
    Violation.unless(
        done.equals(expected),
        "the history says that %s was executed, but it was %s",
        expected,
        done);
    boolean endsWithEffect = !variant.effects().isEmpty() && variant.effects().getLast() != null;
    Instant date = endsWithEffect ? memory.lastSchemaChange.get(item.id()) : null;
    Violation.unless(
        byHand
            || (!row.dateExecuted().isAfter(at)
                && (date == null || !row.dateExecuted().isBefore(date))),
        "%s is dated %s, but it was at %s",
        item.id(),
        row.dateExecuted(),
        date);
    memory.recorded.merge(item.id(), 1, Integer::sum);
    done.clear();
  }

  private void moved(String run, Cursor cursor) {
    leases.underLease(run, "moves the cursor of " + cursor.changeSet());
    List<String> done = memory.executed(cursor.changeSet());
    if (CursorLines.count(cursor.applied()) > cursor.applied().size()) {
      world.happened("fold");
    }
    boolean fits =
        story.item(cursor.changeSet()).variants().stream()
            .anyMatch(
                variant ->
                    variant.continues(cursor.applied())
                        && variant.effects(CursorLines.count(cursor.applied())).equals(done));
    Violation.unless(fits, "the cursor says %s, but done is %s", cursor.applied(), done);
  }

  /// Returns how many statements of the intent took effect.
  int applied(AttemptId attempt) {
    return memory.applied.getOrDefault(attempt, 0);
  }

  /// Hears that numbers of intents begin again.
  void countsAgain() {
    memory.applied.clear();
  }

  /// Returns how often a change set was recorded.
  int recorded(ChangeSetId id) {
    return memory.recorded.getOrDefault(id, 0);
  }

  /// Returns the statements of a change set that took effect and are not on record. That may only
  /// be partitioned updates, and only of a change set that nobody runs any more: what became of one
  /// whose answer was lost nobody knows, so it is on record only when it ran once more.
  List<String> unrecorded(ChangeSetId id) {
    List<String> done = List.copyOf(memory.executed(id));
    Violation.unless(
        memory.partitioned.containsAll(done) && (done.isEmpty() || !rows().history.containsKey(id)),
        "%s of %s is executed but not recorded",
        done,
        id);
    return done;
  }

  /// Throws where a run held the lease and has no place in the chain.
  void end() {
    for (String run : memory.holders) {
      Violation.unless(
          rows().runs.get(run) != null && rows().runs.get(run).link().isPresent(),
          "run %s held the lease, but is not in the chain",
          run);
    }
  }
}
