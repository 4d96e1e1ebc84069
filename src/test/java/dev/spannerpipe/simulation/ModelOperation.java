package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.SchemaChanges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A schema operation of the model.
final class ModelOperation {
  final String run;
  final String id;
  final List<String> statements;
  final List<Instant> committed = new ArrayList<>();
  final Instant startedAt;
  final boolean throttled;
  boolean done;
  @Nullable String error;

  ModelOperation(
      String run, String id, List<String> statements, Instant startedAt, boolean throttled) {
    this.run = run;
    this.id = id;
    this.statements = List.copyOf(statements);
    this.startedAt = startedAt;
    this.throttled = throttled;
  }

  SchemaChanges.Operation report() {
    return new SchemaChanges.Operation(
        id, done, statements, committed, List.of(), throttled && !done, error);
  }
}
