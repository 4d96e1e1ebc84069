package dev.spannerpipe.spanner;

import dev.spannerpipe.apply.DatabaseException;
import dev.spannerpipe.apply.DatabaseException.Kind;
import dev.spannerpipe.apply.SchemaChanges.Answer;
import dev.spannerpipe.apply.SchemaChanges.Operation;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.RetryPolicy;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes the book-keeping tables. Each statement does nothing where its table exists, so it may be
/// sent by anybody, at any time, again.
final class TableCreation {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final SpannerSchemaChanges schema;
  private final Time time;
  private final Retry retry;

  TableCreation(SpannerSchemaChanges schema, Time time, Retry retry) {
    this.schema = schema;
    this.time = time;
    this.retry = retry;
  }

  /// Makes what the description says is missing. Throws [DatabaseException] where it cannot.
  void create(DatabaseDescription description) {
    List<String> statements =
        description.missingTables().stream()
            .map(table -> table.statement(description.dialect()))
            .toList();
    Operation operation =
        retry.call(
            RetryPolicy.CALLS.within(LIMIT),
            TableCreation::transientFailure,
            () -> send(statements));
    Duration end = time.elapsed().plus(LIMIT);
    while (!operation.done()) {
      if (time.elapsed().compareTo(end) > 0) {
        throw new DatabaseException(
            Kind.TRANSIENT, "schema operation " + operation.id() + " is still going on");
      }
      time.sleep(BETWEEN_LOOKS);
      operation = look(operation);
    }
    if (operation.error() != null) {
      throw new DatabaseException(Kind.REFUSED, operation.error());
    }
  }

  private Operation look(Operation operation) {
    Optional<Operation> found =
        retry.call(
            RetryPolicy.CALLS.within(LIMIT),
            TableCreation::transientFailure,
            () -> schema.find(operation.id()));
    return found.orElse(operation);
  }

  private Operation send(List<String> statements) {
    return switch (schema.submit(statements)) {
      case Answer.Started(Operation operation) -> operation;
      case Answer.Refused(String reason) -> throw new DatabaseException(Kind.REFUSED, reason);
      case Answer.Busy(String reason) -> throw new DatabaseException(Kind.TRANSIENT, reason);
      // Only an object can exist already here, as the service chooses the operation's id.
      case Answer.AlreadyExists() ->
          throw new DatabaseException(Kind.TRANSIENT, "a table appeared meanwhile");
    };
  }

  private static boolean transientFailure(RuntimeException failure) {
    return failure instanceof DatabaseException known && known.kind() == Kind.TRANSIENT;
  }
}
