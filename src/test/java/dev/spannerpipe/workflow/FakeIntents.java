package dev.spannerpipe.workflow;

import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.record.WorkflowIntents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Intents in memory, which outlive a run as a table does.
final class FakeIntents implements WorkflowIntents {
  private final List<WorkflowIntent> intents = new ArrayList<>();
  private Runnable beforeWrite = () -> {};

  /// Does something once, right before the next write: another run that is faster.
  void beforeWrite(Runnable action) {
    beforeWrite = action;
  }

  List<WorkflowIntent> all() {
    return List.copyOf(intents);
  }

  @Override
  public Optional<WorkflowIntent> latest(String deployment) {
    return intents.stream()
        .filter(each -> each.deployment().equals(deployment))
        .reduce((one, other) -> one.attempt() > other.attempt() ? one : other);
  }

  @Override
  public boolean insert(WorkflowIntent intent, Optional<WorkflowIntent> seen) {
    othersFirst();
    return latest(intent.deployment()).equals(seen) && intents.add(intent);
  }

  @Override
  public boolean update(WorkflowIntent intent) {
    othersFirst();
    WorkflowIntent latest = latest(intent.deployment()).orElseThrow();
    boolean free =
        latest.attempt() == intent.attempt()
            && (latest.redrive().isEmpty() || latest.redrive().equals(intent.redrive()));
    return free && intents.remove(latest) && intents.add(intent);
  }

  private void othersFirst() {
    Runnable action = beforeWrite;
    beforeWrite = () -> {};
    action.run();
  }
}
