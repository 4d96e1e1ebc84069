package dev.spannerpipe.adopt;

import dev.spannerpipe.preview.ReplayedSchemas;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.sql.Dialect;
import java.util.HashSet;
import java.util.Set;

/// A schema that was replayed in an emulator.
///
/// @param model the schema as Spanner would have it
/// @param printed the schema as the emulator writes it
/// @param notReplayed what the emulator did not execute. For a table, this means its constraints
///   and clauses
/// @param uncertain columns of which nobody knows whether Spanner keeps their default and `NOT
///   NULL`
record ReplayedSchema(
    SchemaModel model,
    SchemaModel printed,
    Set<ObjectName> notReplayed,
    Set<ObjectName> uncertain) {
  ReplayedSchema {
    notReplayed = Set.copyOf(notReplayed);
    uncertain = Set.copyOf(uncertain);
  }

  /// Returns the schema of an empty database.
  static ReplayedSchema empty(Dialect dialect) {
    SchemaModel nothing = SchemaModel.empty(dialect);
    return new ReplayedSchema(nothing, nothing, Set.of(), Set.of());
  }

  /// Returns the schema after a change set that was replayed by itself.
  static ReplayedSchema after(ReplayedSchemas.Step step) {
    return new ReplayedSchema(
        step.after(), step.printed(), step.notReplayed(), step.declared().uncertain());
  }

  /// Returns this part of a schema together with another one.
  ReplayedSchema and(ReplayedSchema other) {
    return new ReplayedSchema(
        model.with(other.model.objects()),
        printed.with(other.printed.objects()),
        union(notReplayed, other.notReplayed),
        union(uncertain, other.uncertain));
  }

  private static Set<ObjectName> union(Set<ObjectName> one, Set<ObjectName> other) {
    Set<ObjectName> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }
}
