package dev.spannerpipe.record;

import java.util.Optional;

/// Stores workflow intents. An intent is a row that announces a request to Step Functions before
/// the run sends the request. Each method is one transaction that has been committed when the
/// method returns. Throws a `Failure` if the transaction fails, even after retries.
public interface WorkflowIntents {
  /// Returns the intent with the highest attempt of this deployment.
  Optional<WorkflowIntent> latest(String deployment);

  /// Inserts the intent of the next attempt, together with the run's events so far. Returns whether
  /// this call inserted the intent. Returns false if the deployment's latest intent is not the
  /// intent `seen` any more, or if its redrive differs from the redrive of `seen`. In both cases,
  /// another run has continued with the deployment.
  ///
  /// If Spanner's response does not show whether the row was inserted, this method tries again. If
  /// the first try did insert the row, the second try recognizes the row by run id and creation
  /// time, and returns true.
  ///
  /// @param seen the latest intent when the run decided to begin another attempt
  boolean insert(WorkflowIntent intent, Optional<WorkflowIntent> seen);

  /// Stores the redrive of an existing intent, together with the run's events so far. Returns
  /// whether the redrive is stored. Returns false if the deployment already has a later attempt, or
  /// if this attempt already has a redrive that differs from the given one. In both cases, another
  /// run has continued with the deployment.
  boolean update(WorkflowIntent intent);
}
