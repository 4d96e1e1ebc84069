package dev.spannerpipe.spanner;

import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.retry.OperationPolls;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.RetryPolicy;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Creates the book-keeping tables. The statement for a table has no effect if the table exists. So
/// any process may send the statements at any time, even several times.
final class TableCreation {
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);
  private static final int MOST_UNCLEAR = 3;

  private final SpannerSchemaChanges schema;
  private final Time time;
  private final Retry retry;
  private final OperationListener listener;

  TableCreation(SpannerSchemaChanges schema, Time time, Retry retry, OperationListener listener) {
    this.schema = schema;
    this.time = time;
    this.retry = retry;
    this.listener = listener;
  }

  /// Creates the tables that are missing according to the description, and waits until they exist.
  /// Throws a [DatabaseException] if Spanner does not create them, and an [UnfinishedFailure] if
  /// `TIMEOUT` expires first.
  void create(DatabaseDescription description) {
    List<String> statements =
        description.missingTables().stream()
            .map(table -> table.statement(description.dialect()))
            .toList();
    Operation operation = retry.call(RetryPolicy.CALLS, worthAnotherTry(), () -> send(statements));
    if (!operation.done()) {
      listener.submitted(operation);
      operation = await(operation);
    }
    if (operation.error() != null) {
      throw new DatabaseException(Kind.REFUSED, operation.error());
    }
  }

  private Operation await(Operation begun) {
    Operation operation = begun;
    OperationPolls polls = new OperationPolls(retry.deadline(), retry::random);
    Duration heartbeat = time.elapsed().plus(HEARTBEAT);
    while (!operation.done()) {
      if (retry.deadline().isOver()) {
        throw notFinished(operation);
      }
      polls.awaitNext();
      operation = poll(operation);
      if (time.elapsed().compareTo(heartbeat) >= 0 && !operation.done()) {
        listener.progress(operation);
        heartbeat = time.elapsed().plus(HEARTBEAT);
      }
    }
    return operation;
  }

  private static UnfinishedFailure notFinished(Operation operation) {
    return new UnfinishedFailure(
        "Could not wait for the book-keeping tables: TIMEOUT has expired; %d of %d statements of schema operation %s are committed, and it continues in the background"
            .formatted(operation.committed().size(), operation.statements().size(), operation.id()),
        "Run again: the next run creates only the tables that are missing then");
  }

  private Operation poll(Operation operation) {
    Optional<Operation> found =
        retry.call(RetryPolicy.CALLS, worthAnotherTry(), () -> schema.find(operation.id()));
    return found.orElse(operation);
  }

  private Operation send(List<String> statements) {
    return switch (schema.submit(statements)) {
      case Answer.Started(Operation operation) -> operation;
      case Answer.Refused(_, String reason) -> throw new DatabaseException(Kind.REFUSED, reason);
      case Answer.Busy(String reason) -> throw new DatabaseException(Kind.TRANSIENT, reason);
      // Spanner chose the id of the operation, so no operation with the same id can exist. This
      // response means that a table exists.
      case Answer.AlreadyExists() ->
          throw new DatabaseException(Kind.TRANSIENT, "a table appeared meanwhile");
    };
  }

  /// Returns the test whether to try again after a failure. If the response was unclear, the
  /// statements may be sent again, because executing them twice has no effect.
  private static Predicate<RuntimeException> worthAnotherTry() {
    AtomicInteger unclear = new AtomicInteger();
    return failure ->
        failure instanceof DatabaseException known
            && (known.kind() == Kind.TRANSIENT
                || (known.kind() == Kind.UNCLEAR && unclear.incrementAndGet() < MOST_UNCLEAR));
  }
}
