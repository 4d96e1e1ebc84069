package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.retry.Deadline;
import dev.spannerpipe.retry.OperationPolls;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Submits the schema operation of an intent (the row that announces it), finds an operation that
/// was submitted before, waits for its end, and fences its id.
final class SchemaOperations {
  /// The statement that fences an operation id: after an operation with this statement, a late
  /// request with the same id has no effect. The statement changes nothing in either dialect. The
  /// number of schema versions that it costs is negligible.
  static final List<String> FENCING_STATEMENT = List.of("DROP INDEX IF EXISTS SPANNER_PIPE_SPENT");

  /// How long an operation may be submitted after its intent was stored.
  private static final Duration SENDABLE = Duration.ofHours(1);

  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  private final Dialect dialect;
  private final Ports ports;
  private final Transactions transactions;
  private final LeaseKeeper lease;
  private final ApplyEvents events;
  private final Deadline deadline;
  private final Contradiction contradiction;

  SchemaOperations(
      Dialect dialect,
      Ports ports,
      Transactions transactions,
      LeaseKeeper lease,
      ApplyEvents events,
      Deadline deadline) {
    this.dialect = dialect;
    this.ports = ports;
    this.transactions = transactions;
    this.lease = lease;
    this.events = events;
    this.deadline = deadline;
    this.contradiction = new Contradiction(ports, transactions, lease, events);
  }

  /// Whether the operation of an intent began.
  sealed interface Outcome {
    /// The operation's id was still free and is now fenced, so the operation never began and never
    /// will.
    record NeverBegan() implements Outcome {}

    /// The operation exists.
    record Exists(Operation operation) implements Outcome {}
  }

  /// The result of submitting an operation.
  sealed interface SubmitResult {
    /// The operation exists.
    record Exists(Operation operation) implements SubmitResult {}

    /// Spanner rejected the statements. The operation's id is still free.
    record Refused(String reason) implements SubmitResult {}

    /// Another run fenced the operation's id before the request arrived.
    record Fenced() implements SubmitResult {}

    /// It is not known whether the operation began. The operation may still begin, so its id has to
    /// be fenced.
    record Unclear(DatabaseException failure) implements SubmitResult {}
  }

  /// Submits the statements of an intent under the intent's id. May safely be repeated: only one
  /// request with that id can have an effect.
  ///
  /// @param descriptors the proto descriptors that the statements refer to
  /// @param opened the time just before the intent was stored, by the monotonic clock
  SubmitResult send(
      Intent intent,
      List<String> statements,
      Optional<ProtoDescriptors> descriptors,
      Duration opened) {
    try {
      Answer answer =
          transactions.submission(() -> submit(intent, statements, descriptors, opened));
      return switch (answer) {
        case Answer.Started(Operation operation) ->
            new SubmitResult.Exists(confirmed(intent, statements, operation));
        case Answer.AlreadyExists() -> sent(intent, statements, poll(intent));
        case Answer.Refused(_, String reason) -> new SubmitResult.Refused(reason);
        case Answer.Busy(String reason) -> throw new Transactions.BusyException(reason);
      };
    } catch (DatabaseException failure) {
      if (isUnclear(failure)) {
        return new SubmitResult.Unclear(failure);
      }
      throw PortFailures.afterEffect(
          "send operation " + intent.attempt().operationId(), failure, events.anyEffect());
    }
  }

  private static boolean isUnclear(DatabaseException failure) {
    return switch (failure.kind()) {
      case UNCLEAR -> true;
      case TRANSIENT -> !(failure instanceof Transactions.BusyException);
      case REFUSED, TOO_MANY_MUTATIONS, DENIED, MISSING -> false;
    };
  }

  private SubmitResult sent(Intent intent, List<String> statements, Operation operation) {
    return hasStatements(operation, FENCING_STATEMENT)
        ? new SubmitResult.Fenced()
        : new SubmitResult.Exists(confirmed(intent, statements, operation));
  }

  private Answer submit(
      Intent intent,
      List<String> statements,
      Optional<ProtoDescriptors> descriptors,
      Duration opened) {
    if (ports.time().elapsed().minus(opened).compareTo(SENDABLE) > 0) {
      throw new UnfinishedFailure(
          "Could not send operation %s: more than an hour has passed since it was planned"
              .formatted(intent.attempt().operationId()),
          "Run again: the next run recovers it and continues");
    }
    renewLease();
    return answered(ports.schema().submit(intent.attempt().operationId(), statements, descriptors));
  }

  /// Renews the lease if that is due. Converts the exception of a failed renewal, because the
  /// caller would take a [DatabaseException] for a failed submission.
  private void renewLease() {
    try {
      lease.renewIfDue();
    } catch (DatabaseException failure) {
      throw PortFailures.afterEffect("renew the lease", failure, events.anyEffect());
    }
  }

  private static Answer answered(Answer answer) {
    if (answer instanceof Answer.Busy(String reason)) {
      throw new Transactions.BusyException(reason);
    }
    return answer;
  }

  /// Finds out whether the operation of an intent began, by fencing the operation's id. Does not
  /// submit the intent's statements.
  Outcome fence(Intent intent) {
    return fence(intent, events.anyEffect());
  }

  /// Like [#fence], but for an operation that this run submitted without learning whether the
  /// operation began.
  Outcome fenceUnclear(Intent intent) {
    return fence(intent, true);
  }

  private Outcome fence(Intent intent, boolean effects) {
    String id = intent.attempt().operationId();
    try {
      Answer answer =
          transactions.call(() -> answered(ports.schema().submit(id, FENCING_STATEMENT)));
      return switch (answer) {
        case Answer.Started(Operation operation) -> outcome(intent, operation);
        case Answer.AlreadyExists() -> outcome(intent, find(intent));
        case Answer.Refused(_, String reason) -> throw notFenced(id, reason);
        case Answer.Busy(String reason) -> throw notFenced(id, reason);
      };
    } catch (DatabaseException failure) {
      throw PortFailures.afterEffect("find out what became of operation " + id, failure, effects);
    }
  }

  private Outcome outcome(Intent intent, Operation operation) {
    if (hasStatements(operation, FENCING_STATEMENT)) {
      await(intent, operation);
      return new Outcome.NeverBegan();
    }
    return new Outcome.Exists(confirmed(intent, IntentContent.of(intent).statements(), operation));
  }

  private static MigrationFailure notFenced(String id, String reason) {
    return new MigrationFailure(
        "Could not find out what became of operation %s: Spanner rejected a statement that changes nothing: %s"
            .formatted(id, reason),
        "Run again; if the problem persists, compare the schema with the operation's statements"
            + " (COMMAND=status shows them) and use COMMAND=resolve");
  }

  private Operation find(Intent intent) {
    String id = intent.attempt().operationId();
    return transactions
        .call(() -> ports.schema().find(id))
        .orElseThrow(
            () ->
                new MigrationFailure(
                    "Could not find operation %s, although Spanner reports that its id is used"
                        .formatted(id),
                    "Compare the schema with the operation's statements (COMMAND=status shows them), then run COMMAND=resolve with RESOLVE_INTENT=%s"
                        .formatted(intent.attempt())));
  }

  private Operation confirmed(Intent intent, List<String> statements, Operation operation) {
    if (!hasStatements(operation, statements) || isOlder(operation, intent)) {
      throw new MigrationFailure(
          "Could not continue: operation %s is not the recorded one: its statements differ, or it took effect before the run recorded it; its first statement is `%s`"
              .formatted(
                  operation.id(),
                  operation.statements().isEmpty()
                      ? ""
                      : SqlText.shortened(operation.statements().getFirst(), 200)),
          "Find out who used this operation id, compare the schema with the statements on record (COMMAND=status shows them), then run COMMAND=resolve with RESOLVE_INTENT=%s"
              .formatted(intent.attempt()));
    }
    return operation;
  }

  /// Returns whether the operation took effect before the intent was stored. Such an operation
  /// belongs to an earlier intent with the same id, even if its statements are the same. Ids repeat
  /// only if the book-keeping tables (the pipe's own tables) were lost.
  private static boolean isOlder(Operation operation, Intent intent) {
    Instant effect =
        operation.committed().isEmpty() ? operation.endedAt() : operation.committed().getFirst();
    return effect != null && effect.isBefore(intent.createdAt());
  }

  private boolean hasStatements(Operation operation, List<String> statements) {
    if (operation.statements().size() != statements.size()) {
      return false;
    }
    for (int i = 0; i < statements.size(); i++) {
      if (!SqlText.same(dialect, operation.statements().get(i), statements.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Waits until the operation ends. Meanwhile, renews the lease and logs each statement that takes
  /// effect.
  Operation await(Intent intent, Operation begun) {
    IntentContent content = IntentContent.of(intent);
    List<LocatedStatement> places = content.places("DDL");
    Operation operation = begun;
    int logged = logStatements(operation, places, 0);
    OperationPolls polls = new OperationPolls(deadline, ports.retry()::random);
    Duration heartbeat = ports.time().elapsed().plus(HEARTBEAT);
    while (!operation.done()) {
      refuseOverTime(operation);
      polls.awaitNext();
      lease.renewIfDue();
      operation = poll(intent);
      int before = logged;
      logged = logStatements(operation, places, logged);
      if (ports.time().elapsed().compareTo(heartbeat) >= 0 && logged == before) {
        events.progress(operation);
        heartbeat = ports.time().elapsed().plus(HEARTBEAT);
      }
    }
    if (operation.isContradictory() && !hasStatements(operation, FENCING_STATEMENT)) {
      operation =
          contradiction.resolved(
              operation, () -> confirmed(intent, content.statements(), poll(intent)));
      int _ = logStatements(operation, places, logged);
    }
    return operation;
  }

  private Operation poll(Intent intent) {
    try {
      return find(intent);
    } catch (DatabaseException failure) {
      throw PortFailures.afterEffect(
          "read the state of operation " + intent.attempt().operationId(), failure, true);
    }
  }

  private void refuseOverTime(Operation operation) {
    if (deadline.isOver()) {
      throw new UnfinishedFailure(
          "Could not wait for the end of operation %s: TIMEOUT has expired; %d of its %d statements are committed, and it continues in the background"
              .formatted(
                  operation.id(), operation.committed().size(), operation.statements().size()),
          "Run again: the next run attaches to it");
    }
  }

  /// Logs the statements that have taken effect and are not logged yet. Returns how many statements
  /// are logged now.
  ///
  /// @param logged how many statements were logged before
  private int logStatements(Operation operation, List<LocatedStatement> places, int logged) {
    int committed = hasStatements(operation, FENCING_STATEMENT) ? 0 : operation.committed().size();
    for (int i = logged; i < Math.min(committed, places.size()); i++) {
      events.statementCommitted(places.get(i), operation.committed().get(i), operation.id(), -1);
    }
    return Math.max(logged, committed);
  }

  /// Fences the operation id of an intent. Returns whether the intent's own operation had begun.
  boolean fenceAndFind(Intent intent) {
    String id = intent.attempt().operationId();
    try {
      Answer answer =
          transactions.call(() -> answered(ports.schema().submit(id, FENCING_STATEMENT)));
      if (answer instanceof Answer.Refused(_, String reason)) {
        throw notFenced(id, reason);
      }
      List<String> statements = IntentContent.of(intent).statements();
      return answer instanceof Answer.AlreadyExists
          && transactions
              .call(() -> ports.schema().find(id))
              .filter(
                  operation -> hasStatements(operation, statements) && !isOlder(operation, intent))
              .isPresent();
    } catch (DatabaseException failure) {
      throw PortFailures.afterEffect(
          "fence the id of operation " + id, failure, events.anyEffect());
    }
  }
}
