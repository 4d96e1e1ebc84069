package dev.spannerpipe.record;

import java.util.Optional;

/// Stores intents. Each method is one transaction that has been committed when the method returns.
/// Throws a `Failure` if the transaction fails, even after retries.
public interface WorkflowIntents {
  /// Returns the intent with the highest attempt of this deployment.
  Optional<WorkflowIntent> latest(String deployment);

  /// Inserts the intent of the next attempt, together with the run's events so far. Returns whether
  /// this call inserted it. Returns false if the latest intent of the deployment is not the
  /// expected one, or has another redrive: another run has continued with it.
  ///
  /// After an unclear answer the insert is retried. The retry must recognize its own row, by run id
  /// and creation time, and return true.
  ///
  /// @param seen the latest intent at the time when the next attempt was decided
  boolean insert(WorkflowIntent intent, Optional<WorkflowIntent> seen);

  /// Stores the redrive of an existing intent, together with the run's events so far. Returns
  /// whether the redrive is stored. Returns false if there is a later attempt or another redrive:
  /// another run has continued with it.
  boolean update(WorkflowIntent intent);
}
