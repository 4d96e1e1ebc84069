package dev.spannerpipe.record;

import java.util.Optional;

/// Stores workflow intents: each announces a request to Step Functions before the run sends it.
/// Each method is one transaction that has been committed when the method returns. Throws a
/// `Failure` if the transaction fails, even after retries.
public interface WorkflowIntents {
  /// Returns the intent with the highest attempt of this deployment.
  Optional<WorkflowIntent> latest(String deployment);

  /// Inserts the intent of the next attempt, together with the run's events so far. Returns whether
  /// this call inserted the intent. Returns false if the deployment's latest intent is no longer
  /// `seen`, or has another redrive: another run has continued with the deployment.
  ///
  /// After an unclear response the insert is retried. If the first try did insert the row, the
  /// retry recognizes the row by run id and creation time, and returns true.
  ///
  /// @param seen the latest intent when the run decided to begin another attempt
  boolean insert(WorkflowIntent intent, Optional<WorkflowIntent> seen);

  /// Stores the redrive of an existing intent, together with the run's events so far. Returns
  /// whether the redrive is stored. Returns false if there is a later attempt or another redrive:
  /// another run has continued with the deployment.
  boolean update(WorkflowIntent intent);
}
