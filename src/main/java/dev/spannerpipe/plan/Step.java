package dev.spannerpipe.plan;

import dev.spannerpipe.sql.StatementKind;
import java.util.List;

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
  record Sql(StatementKind kind, String text, SourceLocation location) implements Step {}

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
