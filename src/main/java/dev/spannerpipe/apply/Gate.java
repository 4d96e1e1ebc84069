package dev.spannerpipe.apply;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import java.util.List;

/// Stands between plan and effect: the destructive rule, or a policy.
public interface Gate {
  /// Decides on a whole plan, before anything of it runs.
  Decision decide(Plan plan, LiveDatabase database);

  /// Decides on statements that could only be made from the live schema, just before they are sent.
  Decision decide(ChangeSet changeSet, List<String> statements, LiveDatabase database);

  /// What was decided.
  ///
  /// @param rule the name of the rule that decided
  /// @param reason why, in words that can follow "because"
  /// @param action what a person can do where it is not allowed
  /// @param detail what else the record keeps of it
  record Decision(boolean allowed, String rule, String reason, String action, Json.Members detail) {
    /// Makes one of which there is nothing else to keep.
    public Decision(boolean allowed, String rule, String reason, String action) {
      this(allowed, rule, reason, action, Json.object());
    }
  }
}
