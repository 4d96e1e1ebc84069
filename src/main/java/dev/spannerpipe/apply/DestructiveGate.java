package dev.spannerpipe.apply;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Losses;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;

/// The rule where no policy says otherwise: what loses data runs only if `ALLOW_DESTRUCTIVE` says
/// so.
public final class DestructiveGate implements Gate {
  private static final String RULE = "ALLOW_DESTRUCTIVE";

  private final Dialect dialect;
  private final boolean allowed;

  /// @param allowed whether statements that lose data may run
  public DestructiveGate(Dialect dialect, boolean allowed) {
    this.dialect = dialect;
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
  public Decision decide(Plan plan, LiveDatabase database) {
    return decision(new Losses(dialect, database).of(plan));
  }

  @Override
  public Decision decide(ChangeSet changeSet, List<String> statements, LiveDatabase database) {
    return decision(new Losses(dialect, database).of(changeSet, statements));
  }

  private Decision decision(List<Losses.Found> losses) {
    String reason =
        losses.isEmpty()
            ? "nothing in it loses data"
            : String.join("; ", losses.stream().map(Losses.Found::text).toList());
    return new Decision(
        allowed || losses.isEmpty(),
        RULE,
        reason,
        "If that loss is wanted, set ALLOW_DESTRUCTIVE=true for this run");
  }
}
