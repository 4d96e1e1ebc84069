package dev.spannerpipe.plan;

import java.util.List;
import java.util.Optional;

/// The schema of a database.
///
/// @param statements the DDL statements, as Spanner writes them
/// @param descriptors what the proto bundle needs; empty if there is no proto bundle
public record DatabaseDefinition(List<String> statements, Optional<ProtoDescriptors> descriptors) {
  /// The schema of a new database.
  public static final DatabaseDefinition NONE = new DatabaseDefinition(List.of(), Optional.empty());

  /// Copies the list.
  public DatabaseDefinition {
    statements = List.copyOf(statements);
  }
}
