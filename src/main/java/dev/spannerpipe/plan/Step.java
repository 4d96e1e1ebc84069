package dev.spannerpipe.plan;

import dev.spannerpipe.sql.StatementKind;
import java.util.List;
import java.util.Optional;

/// A part of a change set that is executed, counted and resumed as a unit: an SQL statement, or a
/// change whose SQL is generated only when it runs.
public sealed interface Step {
  /// Returns how to send the step to Spanner.
  StatementKind kind();

  /// Returns the text that identifies this step in the plan digest, in the cursor of a
  /// half-finished change set, and in messages.
  String text();

  /// Returns the location of the step in the repository.
  SourceLocation location();

  /// A statement that depends only on the changelog.
  ///
  /// @param text the SQL, without a terminator
  /// @param protoDescriptors the descriptors to send with a schema change
  /// @param transaction the number of the statement's transaction within the change set, from 1; 0
  ///   if the changelog begins no transaction for the statement. All data changes with the same
  ///   number are committed together
  record Sql(
      StatementKind kind,
      String text,
      SourceLocation location,
      Optional<ProtoDescriptors> protoDescriptors,
      int transaction)
      implements Step {
    /// Creates a statement without proto descriptors that belongs to no transaction.
    public Sql(StatementKind kind, String text, SourceLocation location) {
      this(kind, text, location, Optional.empty(), 0);
    }
  }

  /// Returns the proto descriptors to send with the step.
  default Optional<ProtoDescriptors> protoDescriptors() {
    return Optional.empty();
  }

  /// Returns the number of the step's transaction within the change set; 0 if the changelog begins
  /// no transaction for the step.
  default int transaction() {
    return 0;
  }

  /// A change whose SQL depends on the live schema, for example because the SQL must restate a
  /// whole column. Such a change runs in a segment of its own.
  ///
  /// @param text the canonical form of the change, used because the SQL is not known in advance
  /// @param resolver generates the SQL from the live schema just before it is sent
  record Live(String text, SourceLocation location, Resolver resolver) implements Step {
    @Override
    public StatementKind kind() {
      return StatementKind.DDL;
    }
  }

  /// Generates DDL statements from the live schema.
  @FunctionalInterface
  interface Resolver {
    /// Returns the statements; empty if nothing is left to do. Throws a `Failure` if the change
    /// does not fit the live schema.
    List<String> resolve(LiveDatabase database);
  }
}
