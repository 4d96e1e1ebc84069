package dev.spannerpipe.schema;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlFragment;

/// A statement of the DDL that is not understood. It is compared as text.
///
/// @param name what a `CREATE` seems to create, such as `catalog x`; otherwise the statement
/// @param text the whole statement
public record UnknownObject(ObjectName name, SqlFragment text) implements SchemaObject {
  /// Creates it from its text.
  public static UnknownObject of(Dialect dialect, String statement) {
    SqlFragment text = SqlFragment.of(dialect, statement);
    SchemaChange change = SchemaChange.of(dialect, statement);
    boolean named = change.verb().equals("create") && !change.name().isEmpty();
    return new UnknownObject(named ? name(dialect, change) : name(dialect, text.text()), text);
  }

  /// Returns the name of what a statement is about, if nothing else is known of it.
  public static ObjectName name(Dialect dialect, SchemaChange change) {
    return name(dialect, change.type() + " " + change.name());
  }

  private static ObjectName name(Dialect dialect, String name) {
    return new ObjectName(ObjectKind.UNKNOWN, Name.of(dialect, name));
  }
}
