package dev.spannerpipe.testing;

import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.spanner.admin.database.v1.OperationProgress;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlMetadata;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import dev.spannerpipe.retry.Time;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A schema operation that goes on while others look at it. Thread-safe.
final class SlowOperation {
  private final String name;
  private final UpdateDatabaseDdlRequest request;
  private final Pace pace;
  private final Time time;
  private final List<Timestamp> committed = new ArrayList<>();
  private final List<Timestamp> begun = new ArrayList<>();
  private int statement = -1;
  private Duration stepBegan = Duration.ZERO;
  private Optional<Status> error = Optional.empty();
  private Optional<Duration> endedAt = Optional.empty();

  SlowOperation(String name, UpdateDatabaseDdlRequest request, Pace pace, Time time) {
    this.name = name;
    this.request = request;
    this.pace = pace;
    this.time = time;
  }

  String name() {
    return name;
  }

  UpdateDatabaseDdlRequest request() {
    return request;
  }

  Pace pace() {
    return pace;
  }

  /// Gets its turn in the database at this time.
  synchronized void enter(Duration at) {
    stepBegan = at;
  }

  /// Gets its turn no earlier than this.
  synchronized void enterAfter(Duration at) {
    stepBegan = stepBegan.compareTo(at) < 0 ? at : stepBegan;
  }

  /// Returns when the step ends that it is in; none where it is done.
  synchronized Optional<Duration> due() {
    return endedAt.isPresent()
        ? Optional.empty()
        : Optional.of(stepBegan.plus(current().map(pace.statement()).orElse(pace.operation())));
  }

  /// Returns the statement that it is working on; none before the first.
  synchronized Optional<String> current() {
    return statement < 0 ? Optional.empty() : Optional.of(request.getStatements(statement));
  }

  /// Ends the step that it is in: the next statement begins at this time, or it is done then.
  synchronized void next(Duration at) {
    stepBegan = at;
    statement++;
    if (statement == request.getStatementsCount()) {
      end(Optional.empty(), at);
    } else {
      begun.add(Timestamps.fromMillis(time.now().toEpochMilli()));
    }
  }

  synchronized void commit(Timestamp when) {
    committed.add(when);
  }

  synchronized void end(Optional<Status> failure, Duration at) {
    error = failure;
    endedAt = Optional.of(at);
  }

  /// Returns when it ended; none while it goes on.
  synchronized Optional<Duration> endedAt() {
    return endedAt;
  }

  synchronized boolean isForgotten() {
    return pace.memory().isPresent()
        && endedAt.isPresent()
        && time.elapsed().minus(endedAt.get()).compareTo(pace.memory().get()) >= 0;
  }

  /// Returns how it stands.
  synchronized Operation toOperation() {
    UpdateDatabaseDdlMetadata.Builder metadata =
        UpdateDatabaseDdlMetadata.newBuilder()
            .setDatabase(request.getDatabase())
            .addAllStatements(request.getStatementsList())
            .addAllCommitTimestamps(committed)
            .setThrottled(pace.throttled() && endedAt.isEmpty());
    for (int i = 0; i < begun.size(); i++) {
      metadata.addProgress(progress(i));
    }
    Operation.Builder operation =
        Operation.newBuilder()
            .setName(name)
            .setDone(endedAt.isPresent())
            .setMetadata(Any.pack(metadata.build()));
    if (endedAt.isPresent() && error.isEmpty()) {
      operation.setResponse(Any.pack(Empty.getDefaultInstance()));
    }
    error.ifPresent(status -> operation.setError(status(status)));
    return operation.build();
  }

  private OperationProgress progress(int index) {
    OperationProgress.Builder progress =
        OperationProgress.newBuilder().setStartTime(begun.get(index));
    return index < committed.size()
        ? progress.setProgressPercent(100).setEndTime(committed.get(index)).build()
        : progress.setProgressPercent(percent(index)).build();
  }

  private int percent(int index) {
    long whole = pace.statement().apply(request.getStatements(index)).toMillis();
    long done = time.elapsed().minus(stepBegan).toMillis();
    return whole == 0 ? 0 : (int) Math.min(99, done * 100 / whole);
  }

  private static com.google.rpc.Status status(Status status) {
    return com.google.rpc.Status.newBuilder()
        .setCode(status.getCode().value())
        .setMessage(String.valueOf(status.getDescription()))
        .build();
  }
}
