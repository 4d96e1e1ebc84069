package dev.spannerpipe.testing;

import com.google.longrunning.Operation;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.spanner.admin.database.v1.Database;
import com.google.spanner.admin.database.v1.DatabaseAdminGrpc;
import com.google.spanner.admin.database.v1.GetDatabaseRequest;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlMetadata;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;

/// The schema operations of a Spanner that takes its time. They go on when nobody waits for them,
/// one after another in each database, and each statement is an operation of the emulator's own.
final class SlowOperations implements AutoCloseable {
  /// The emulator refuses schema changes beside a transaction; the service lets them wait.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Time trueTime = new SystemTime();
  private final Time time;
  private final boolean simulated;
  private final DatabaseAdminGrpc.DatabaseAdminBlockingStub emulator;
  private final ExecutorService threads = PlatformThreads.executor();
  private final Map<String, SlowOperation> operations = new ConcurrentHashMap<>();
  private final Map<String, Deque<SlowOperation>> queues = new HashMap<>();
  private final Map<String, ReentrantLock> databases = new ConcurrentHashMap<>();
  private final List<String> committed = new CopyOnWriteArrayList<>();

  /// @param simulated where it is given, time passes only as its owner waits; operations then catch
  ///   up with it when somebody asks for them
  SlowOperations(Channel emulator, Optional<Time> simulated) {
    this.emulator = DatabaseAdminGrpc.newBlockingStub(emulator);
    this.simulated = simulated.isPresent();
    this.time = simulated.orElse(trueTime);
  }

  /// Returns the statements that took effect, in order.
  List<String> committed() {
    catchUp();
    return List.copyOf(committed);
  }

  /// Returns what the emulator says of a database, with the time of its creation.
  Database database(String name, Instant createdAt) {
    return emulator.getDatabase(GetDatabaseRequest.newBuilder().setName(name).build()).toBuilder()
        .setCreateTime(Timestamps.fromMillis(createdAt.toEpochMilli()))
        .build();
  }

  /// Begins an operation and returns how it stands. Throws a [StatusRuntimeException] where its id
  /// was used before, or the database does not exist.
  Operation start(UpdateDatabaseDdlRequest request, Pace pace) {
    GetDatabaseRequest exists =
        GetDatabaseRequest.newBuilder().setName(request.getDatabase()).build();
    emulator.getDatabase(exists);
    String id =
        request.getOperationId().isEmpty()
            ? "own_" + UUID.randomUUID().toString().replace('-', '_')
            : request.getOperationId();
    SlowOperation operation =
        new SlowOperation(request.getDatabase() + "/operations/" + id, request, pace, time);
    register(operation);
    if (simulated) {
      enqueue(operation);
      catchUp();
    } else if (pace.total(request.getStatementsList()).isZero()) {
      run(operation);
    } else {
      threads.execute(() -> run(operation));
    }
    return operation.toOperation();
  }

  private synchronized void register(SlowOperation operation) {
    SlowOperation before = operations.get(operation.name());
    if (before != null && !before.isForgotten()) {
      throw Status.ALREADY_EXISTS
          .withDescription("Operation already exists: " + operation.name())
          .asRuntimeException();
    }
    operations.put(operation.name(), operation);
  }

  private synchronized void enqueue(SlowOperation operation) {
    operation.enter(time.elapsed());
    queues
        .computeIfAbsent(operation.request().getDatabase(), _ -> new ArrayDeque<>())
        .add(operation);
  }

  /// Returns how an operation stands; empty where it never was one of these. Throws a
  /// [StatusRuntimeException] where it is forgotten.
  Optional<Operation> find(String name) {
    catchUp();
    Optional<SlowOperation> found = Optional.ofNullable(operations.get(name));
    if (found.filter(SlowOperation::isForgotten).isPresent()) {
      throw Status.NOT_FOUND.withDescription("Operation not found: " + name).asRuntimeException();
    }
    return found.map(SlowOperation::toOperation);
  }

  private void run(SlowOperation operation) {
    ReentrantLock turn =
        databases.computeIfAbsent(operation.request().getDatabase(), _ -> new ReentrantLock(true));
    turn.lock();
    try {
      operation.enter(time.elapsed());
      for (Optional<Duration> due = operation.due(); due.isPresent(); due = operation.due()) {
        time.sleep(due.get().minus(time.elapsed()));
        step(operation, time.elapsed());
      }
    } catch (InterruptedWaitException closed) {
      operation.end(
          Optional.of(Status.CANCELLED.withDescription(closed.getMessage())), time.elapsed());
    } finally {
      turn.unlock();
    }
  }

  /// Does what is due by the simulated clock.
  private synchronized void catchUp() {
    queues.values().forEach(this::catchUp);
  }

  private void catchUp(Deque<SlowOperation> queue) {
    while (!queue.isEmpty()) {
      SlowOperation operation = queue.element();
      for (Optional<Duration> due = operation.due(); due.isPresent(); due = operation.due()) {
        if (due.get().compareTo(time.elapsed()) > 0) {
          return;
        }
        step(operation, due.get());
      }
      queue.remove();
      // It waited for its turn, or began after the one before it had ended.
      operation
          .endedAt()
          .ifPresent(
              ended ->
                  queue.stream().findFirst().ifPresent(following -> following.enterAfter(ended)));
    }
  }

  /// Ends a step at this time: the statement takes effect, or fails.
  private void step(SlowOperation operation, Duration at) {
    try {
      operation.current().ifPresent(statement -> execute(operation, statement));
      operation.next(at);
    } catch (StatusRuntimeException failure) {
      operation.end(Optional.of(failure.getStatus()), at);
    }
  }

  private void execute(SlowOperation operation, String statement) {
    if (operation.pace().failing().test(statement)) {
      throw Status.FAILED_PRECONDITION
          .withDescription("The statement is to fail.")
          .asRuntimeException();
    }
    UpdateDatabaseDdlRequest single =
        operation.request().toBuilder()
            .clearOperationId()
            .clearStatements()
            .addStatements(statement)
            .build();
    operation.commit(patiently(single));
    committed.add(statement);
  }

  private Timestamp patiently(UpdateDatabaseDdlRequest request) {
    Duration end = trueTime.elapsed().plus(PATIENCE);
    while (true) {
      try {
        return commitTimestamp(emulator.updateDatabaseDdl(request));
      } catch (StatusRuntimeException failure) {
        if (!isBusy(failure.getStatus()) || trueTime.elapsed().compareTo(end) > 0) {
          throw failure;
        }
        trueTime.sleep(PAUSE);
      }
    }
  }

  private static boolean isBusy(Status status) {
    return status.getCode() == Status.Code.FAILED_PRECONDITION
        && String.valueOf(status.getDescription())
            .contains("concurrent schema change operation or read-write transaction");
  }

  private static Timestamp commitTimestamp(Operation operation) {
    if (operation.hasError()) {
      throw Status.fromCodeValue(operation.getError().getCode())
          .withDescription(operation.getError().getMessage())
          .asRuntimeException();
    }
    try {
      UpdateDatabaseDdlMetadata metadata =
          operation.getMetadata().unpack(UpdateDatabaseDdlMetadata.class);
      return metadata.getCommitTimestamps(0);
    } catch (InvalidProtocolBufferException failure) {
      throw new IllegalStateException("the emulator's answer cannot be read", failure);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
