package dev.spannerpipe.workflow;

import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.record.WorkflowIntents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Intents in memory, which outlive a run as a table does.
final class FakeIntents implements WorkflowIntents {
  private final List<WorkflowIntent> intents = new ArrayList<>();
  private Runnable beforeInsert = () -> {};

  /// Does something once, right before the next insert: another run that is faster.
  void beforeInsert(Runnable action) {
    beforeInsert = action;
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
  public boolean insert(WorkflowIntent intent) {
    Runnable action = beforeInsert;
    beforeInsert = () -> {};
    action.run();
    if (intents.stream().anyMatch(each -> each.name().equals(intent.name()))) {
      return false;
    }
    return intents.add(intent);
  }

  @Override
  public void update(WorkflowIntent intent) {
    if (!intents.removeIf(each -> each.name().equals(intent.name()))) {
      throw new IllegalStateException("there is no intent " + intent.name());
    }
    intents.add(intent);
  }
}
