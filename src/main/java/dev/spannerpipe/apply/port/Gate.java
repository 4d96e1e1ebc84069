package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.record.AccessEvent.PolicyDecided;
import java.util.List;
import java.util.Optional;

/// Stands between plan and effect: the destructive rule, or a policy.
public interface Gate {
  /// Decides whether what an earlier run left open may be settled: its id is used up by a schema
  /// change, and history rows are written. Empty where only plans are decided on.
  Optional<Decision> decideSettling(Intent.Kind kind);

  /// Decides by the kinds of its statements alone whether the lease may be taken for a plan. Empty
  /// where only the plan that is made under the lease is decided on.
  Optional<Decision> decideBeginning(Plan plan);

  /// Decides on a whole plan and what it loses, before anything of it runs.
  Decision decide(Plan plan);

  /// Decides on statements that could only be made from the live schema, just before they are sent.
  ///
  /// @param losses what they lose
  Decision decideMade(List<String> statements, List<DataLoss> losses);

  /// What was decided.
  ///
  /// @param event what the record keeps of it
  /// @param action what a person can do where it is not allowed
  record Decision(boolean allowed, PolicyDecided event, String action) {
    /// Makes one of a rule that is no policy's.
    ///
    /// @param reason why, in words that can follow "because"
    public Decision(boolean allowed, String rule, String reason, String action) {
      this(allowed, PolicyDecided.of(rule, reason), action);
    }

    /// Returns why, in words that can follow "because".
    public String reason() {
      return event.reason();
    }
  }
}
