package dev.spannerpipe.schema;

import dev.spannerpipe.sql.ObjectKind;

/// A privilege that a role has.
///
/// @param privilege `SELECT`, `SELECT (a)`, …, in upper case; `ROLE` for membership in a role
/// @param kind what kind of object it is on: `TABLE`, `CHANGE STREAM`, …, in upper case
/// @param object the object that it is on
/// @param role the role that has it
public record Grant(String privilege, String kind, Name object, Name role) implements SchemaObject {
  @Override
  public ObjectName name() {
    String on = kind.equals("ROLE") ? "ROLE" : privilege + " ON " + kind;
    return new ObjectName(
        ObjectKind.GRANT,
        new Name(
            "%s %s TO ROLE %s".formatted(on, object, role),
            "%s %s TO ROLE %s".formatted(on, object.key(), role.key())));
  }

  /// Returns the same privilege on another object.
  public Grant on(Name changed) {
    return new Grant(privilege, kind, changed, role);
  }
}
