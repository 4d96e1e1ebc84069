package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.record.AccessEvent.PolicyDecided;
import java.util.List;
import java.util.Optional;

/// Decides whether a plan may run, by the data loss rule or by a policy.
public interface Gate {
  /// Decides whether an unfinished run may be recovered. Recovery writes history rows. It also
  /// submits a schema change that changes nothing, in order to fence the operation's id: after
  /// that, a late request with the id has no effect. Returns empty if this gate decides only on
  /// plans.
  Optional<Decision> decideSettling(Intent.Kind kind);

  /// Decides whether a run may take the lease (the right to change the database) for a plan. Only
  /// the kinds of the plan's statements count. Returns empty if this gate decides only on the final
  /// plan, which is made under the lease.
  Optional<Decision> decideBeginning(Plan plan);

  /// Decides on a whole plan and its data losses, before any of its statements runs.
  Decision decide(Plan plan);

  /// Decides on statements that are generated from the live schema, just before they are sent.
  ///
  /// @param losses the data losses that the statements cause
  Decision decideMade(List<String> statements, List<DataLoss> losses);

  /// The result of a decision.
  ///
  /// @param event the event that the record stores
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
