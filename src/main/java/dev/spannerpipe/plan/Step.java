package dev.spannerpipe.plan;

import dev.spannerpipe.sql.StatementKind;
import java.util.List;
import java.util.Optional;

/// One position of a change set: what is executed, counted and resumed as one.
public sealed interface Step {
  /// Returns how it has to be sent.
  StatementKind kind();

  /// Returns what identifies it: in the plan digest, in the cursor of a half-finished change set,
  /// and in messages.
  String text();

  /// Returns where it stands in the repository.
  SourceLocation location();

  /// A statement that is known from the changelog alone.
  ///
  /// @param text the SQL, without a terminator at its end
  /// @param protoDescriptors what a schema change needs besides its text
  /// @param transaction the transaction of its change set that it belongs to, from 1: all data
  ///   changes with that number are committed together; 0 where it belongs to none
  record Sql(
      StatementKind kind,
      String text,
      SourceLocation location,
      Optional<ProtoDescriptors> protoDescriptors,
      int transaction)
      implements Step {
    /// A statement by itself.
    public Sql(StatementKind kind, String text, SourceLocation location) {
      this(kind, text, location, Optional.empty(), 0);
    }
  }

  /// Returns the descriptors that it is sent with.
  default Optional<ProtoDescriptors> protoDescriptors() {
    return Optional.empty();
  }

  /// Returns the number of its transaction within the change set; 0 where it belongs to none.
  default int transaction() {
    return 0;
  }

  /// A change whose SQL needs the live schema, for example because it must restate a whole column.
  /// It is a batch edge.
  ///
  /// @param text the change itself, canonically, since its SQL depends on the database
  /// @param resolver makes the SQL from the live schema just before it is sent
  record Live(String text, SourceLocation location, Resolver resolver) implements Step {
    @Override
    public StatementKind kind() {
      return StatementKind.DDL;
    }
  }

  /// Makes DDL statements from the live schema.
  @FunctionalInterface
  interface Resolver {
    /// Returns the statements; none where nothing is left to do. Throws a `Failure` where the
    /// change does not fit.
    List<String> resolve(LiveDatabase database);
  }
}
