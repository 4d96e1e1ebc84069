package dev.spannerpipe.apply.port;

import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.record.SchemaOperationEvent.BatchProgress;
import dev.spannerpipe.record.SchemaOperationEvent.BatchSubmitted;
import java.util.List;

/// Hears of a schema operation while it runs.
public interface OperationListener {
  /// Tells nobody.
  OperationListener NONE =
      new OperationListener() {
        @Override
        public void submitted(Operation operation) {}

        @Override
        public void progress(Operation operation) {}
      };

  /// It began, and has not ended yet.
  void submitted(Operation operation);

  /// It is still running; called once a minute.
  void progress(Operation operation);

  /// Returns one that puts all on record.
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

  /// Returns how far it is.
  static BatchProgress progressOf(Operation operation) {
    return new BatchProgress(
        operation.id(),
        operation.committed().size(),
        operation.statements().size(),
        percent(operation),
        operation.throttled());
  }

  /// The progress of the statement that is being worked on; -1 where the service does not say.
  private static long percent(Operation operation) {
    List<Integer> progress = operation.progressPercent();
    int current = operation.committed().size();
    return current < progress.size() ? progress.get(current) : -1;
  }
}
