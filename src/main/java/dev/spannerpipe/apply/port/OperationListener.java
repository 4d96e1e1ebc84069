package dev.spannerpipe.apply.port;

import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.SchemaOperationEvent.BatchProgress;
import dev.spannerpipe.record.SchemaOperationEvent.BatchSubmitted;
import java.util.List;

/// Receives the progress of a schema operation while it runs.
public interface OperationListener {
  /// Ignores all progress.
  OperationListener NONE =
      new OperationListener() {
        @Override
        public void submitted(Operation operation) {}

        @Override
        public void progress(Operation operation) {}
      };

  /// The operation began and has not ended yet.
  void submitted(Operation operation);

  /// The operation is still running. Called once a minute.
  void progress(Operation operation);

  /// Returns a listener that adds an event to the run log for each call.
  static OperationListener recording(RunLog log) {
    return new OperationListener() {
      @Override
      public void submitted(Operation operation) {
        log.add(new BatchSubmitted(operation.id(), operation.statements().size(), false));
      }

      @Override
      public void progress(Operation operation) {
        log.add(Outcome.GOING_ON, progressOf(operation));
      }
    };
  }

  /// Returns the event that reports the progress of an operation.
  static BatchProgress progressOf(Operation operation) {
    return new BatchProgress(
        operation.id(),
        operation.committed().size(),
        operation.statements().size(),
        percent(operation),
        operation.throttled());
  }

  /// Returns the progress in percent of the statement that is being executed; -1 if Spanner does
  /// not report it.
  private static long percent(Operation operation) {
    List<Integer> progress = operation.progressPercent();
    int current = operation.committed().size();
    return current < progress.size() ? progress.get(current) : -1;
  }
}
