package dev.spannerpipe.record;

import java.util.Optional;

/// Where intents are kept. Each method is one transaction that has taken effect when it returns; it
/// throws a `Failure` where it could not, also after trying again.
public interface WorkflowIntents {
  /// Returns the intent with the highest attempt of this deployment.
  Optional<WorkflowIntent> latest(String deployment);

  /// Inserts the intent of the next attempt, with the run's events so far. Returns whether this
  /// call did it; false where the deployment's latest intent is another one than was seen, also in
  /// its redrive: another run goes on with it. An insert that is tried again after an unclear end
  /// must find its own row and return true: run id and creation time tell.
  ///
  /// @param seen the latest intent when the next attempt was decided on
  boolean insert(WorkflowIntent intent, Optional<WorkflowIntent> seen);

  /// Writes down the redrive of an intent that is there, with the run's events so far. Returns
  /// whether it stands there; false where there is a later attempt or another redrive: another run
  /// goes on with it.
  boolean update(WorkflowIntent intent);
}
