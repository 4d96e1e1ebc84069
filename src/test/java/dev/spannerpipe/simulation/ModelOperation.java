package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.plan.StatusCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A schema operation of the model.
final class ModelOperation {
  private static final List<String> OTHERS = List.of("DROP INDEX IF EXISTS SomebodysIndex");

  final String run;
  final String id;
  final List<String> statements;
  final List<Instant> committed = new ArrayList<>();
  final Instant startedAt;
  final boolean throttled;
  private final Doubt doubt;
  boolean done;
  @Nullable String error;
  @Nullable Instant endedAt;
  private int contradicted;

  ModelOperation(
      String run,
      String id,
      List<String> statements,
      Instant startedAt,
      boolean throttled,
      Doubt doubt) {
    this.run = run;
    this.id = id;
    this.statements = List.copyOf(statements);
    this.startedAt = startedAt;
    this.throttled = throttled;
    this.doubt = doubt;
  }

  /// Returns how it stands, or something that contradicts itself.
  SchemaChanges.Operation report() {
    boolean failed = error != null;
    boolean contradictory =
        done && contradicted < doubt.reports() && failed != (doubt.kind() == Doubt.Kind.TIMESTAMPS);
    if (!contradictory) {
      return truth();
    }
    contradicted++;
    return switch (doubt.kind()) {
      case TIMESTAMPS ->
          report(statements, committed.subList(0, contradicted % committed.size()), null);
      case STATEMENTS -> report(contradicted == 1 ? statements : OTHERS, List.of(), null);
      case ERROR, NONE -> report(statements, committed, null);
    };
  }

  /// Returns how it stands.
  SchemaChanges.Operation truth() {
    return report(statements, committed, error);
  }

  /// Returns whether it told something else before than it will tell in the end.
  boolean hasContradictedItself() {
    return contradicted > 0;
  }

  private SchemaChanges.Operation report(
      List<String> told, List<Instant> times, @Nullable String mistake) {
    return new SchemaChanges.Operation(
        id,
        done,
        told,
        times,
        List.of(),
        throttled && !done,
        mistake,
        endedAt,
        mistake == null ? null : StatusCode.UNKNOWN);
  }
}
