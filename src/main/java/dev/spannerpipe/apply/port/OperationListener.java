package dev.spannerpipe.apply.port;

import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.Event.Outcome;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.record.RunLog;
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
        log.add(EventName.BATCH_SUBMITTED, Outcome.SUCCEEDED, submission(operation));
      }

      @Override
      public void progress(Operation operation) {
        log.add(EventName.BATCH_PROGRESS, Outcome.GOING_ON, state(operation));
      }
    };
  }

  private static JsonObject submission(Operation operation) {
    return Json.object()
        .with("operationId", operation.id())
        .with("statements", operation.statements().size())
        .with("attached", new JsonBoolean(false));
  }

  /// Returns how far it is.
  static JsonObject state(Operation operation) {
    return Json.object()
        .with("operationId", operation.id())
        .with("committed", operation.committed().size())
        .with("statements", operation.statements().size())
        .with("progressPercent", percent(operation))
        .with("throttled", new JsonBoolean(operation.throttled()));
  }

  /// The progress of the statement that is being worked on; -1 where the service does not say.
  private static long percent(Operation operation) {
    List<Integer> progress = operation.progressPercent();
    int current = operation.committed().size();
    return current < progress.size() ? progress.get(current) : -1;
  }
}
