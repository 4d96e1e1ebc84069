package dev.spannerpipe.record;

import java.util.Optional;

/// Where intents are kept. Each method is one transaction that has taken effect when it returns; it
/// throws a `Failure` where it could not, also after trying again.
public interface WorkflowIntents {
  /// Returns the intent with the highest attempt of this deployment.
  Optional<WorkflowIntent> latest(String deployment);

  /// Inserts an intent that is not there yet, with the run's events so far. Returns whether this
  /// call did it; false where deployment and attempt are there already with other content. An
  /// insert that is tried again after an unclear end must find its own row and return true: run id
  /// and creation time tell.
  boolean insert(WorkflowIntent intent);

  /// Replaces the redrive of an intent that is there, with the run's events so far.
  void update(WorkflowIntent intent);
}
