package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.record.AccessEvent.PolicyDecided;
import java.util.List;
import java.util.Optional;

/// Decides whether a run may do what it intends. A gate evaluates a policy or, if no policy is set,
/// the rule `ALLOW_DESTRUCTIVE` about data loss.
public interface Gate {
  /// Decides whether this run may recover an earlier run that did not finish. Recovery writes
  /// history rows. If the earlier run may have requested a schema operation, recovery also submits
  /// a schema change without effect under the same operation id. After that, a late request with
  /// this id has no effect. Returns empty if this gate decides only on plans.
  ///
  /// @param kind what the earlier run may have requested
  Optional<Decision> decideSettling(Intent.Kind kind);

  /// Decides whether a run may take the lease (the right to change the database) for a plan. The
  /// decision depends only on the kinds of the plan's statements. Returns empty if this gate
  /// decides only on the final plan, which is made while the run holds the lease.
  Optional<Decision> decideBeginning(Plan plan);

  /// Decides on a whole plan and its data losses, before any of its statements runs.
  Decision decide(Plan plan);

  /// Decides on statements that are generated from the live schema, just before they are sent.
  ///
  /// @param losses the data losses that the statements cause
  Decision decideMade(List<String> statements, List<DataLoss> losses);

  /// The result of a decision.
  ///
  /// @param event the decision as an event for the run's record
  /// @param action what the user can do if the decision is negative
  record Decision(boolean allowed, PolicyDecided event, String action) {
    /// Creates the decision of a rule that does not come from a policy.
    ///
    /// @param reason the reason, as a clause that can follow "because"
    public Decision(boolean allowed, String rule, String reason, String action) {
      this(allowed, PolicyDecided.of(rule, reason), action);
    }

    /// Returns the reason, as a clause that can follow "because".
    public String reason() {
      return event.reason();
    }
  }
}
