package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The gate for runs without a policy: statements that lose data run only if `ALLOW_DESTRUCTIVE` is
/// `true`.
public final class DestructiveGate implements Gate {
  /// The name of this rule in events and messages.
  public static final String RULE = "ALLOW_DESTRUCTIVE";

  /// The maximum number of data losses that a message lists.
  private static final int MOST_NAMED = 5;

  private final boolean allowed;

  /// @param allowed whether statements that lose data may run
  public DestructiveGate(boolean allowed) {
    this.allowed = allowed;
  }

  @Override
  public Optional<Decision> decideSettling(Intent.Kind kind) {
    return Optional.empty();
  }

  @Override
  public Optional<Decision> decideBeginning(Plan plan) {
    return Optional.empty();
  }

  @Override
  public Decision decide(Plan plan) {
    return decision(plan.losses(), "the plan causes no data loss");
  }

  @Override
  public Decision decideMade(List<String> statements, List<DataLoss> losses) {
    return decision(losses, "the generated statements cause no data loss");
  }

  private Decision decision(List<DataLoss> losses, String none) {
    return new Decision(
        allowed || losses.isEmpty(),
        RULE,
        losses.isEmpty() ? none : reason(losses),
        "If the data loss is intended, set ALLOW_DESTRUCTIVE=true for this run");
  }

  private static String reason(List<DataLoss> losses) {
    String named =
        losses.stream().limit(MOST_NAMED).map(DataLoss::text).collect(Collectors.joining("; "));
    int more = losses.size() - MOST_NAMED;
    String all = more > 0 ? named + "; and " + more + " more" : named;
    return losses.size() == 1 ? all : losses.size() + " data losses: " + all;
  }
}
