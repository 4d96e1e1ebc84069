package dev.spannerpipe.schema;

import dev.spannerpipe.sql.ObjectKind;
import java.util.Comparator;

/// Names an object of a schema, or a part of a table.
///
/// @param kind the kind of the object or part
/// @param name the object's name; of a part, the table's name
/// @param part the column, constraint or synonym; empty for a whole object. A constraint without a
///   name has its definition here
public record ObjectName(ObjectKind kind, Name name, Name part) implements Comparable<ObjectName> {
  private static final Comparator<ObjectName> ORDER =
      Comparator.comparing(ObjectName::name)
          .thenComparing(ObjectName::kind)
          .thenComparing(ObjectName::part);

  /// Names a whole object.
  public ObjectName(ObjectKind kind, Name name) {
    this(kind, name, Name.NONE);
  }

  /// Returns the object that this is, or that it is a part of.
  public ObjectName owner() {
    return part.isEmpty() ? this : new ObjectName(ObjectKind.TABLE, name);
  }

  @Override
  public int compareTo(ObjectName other) {
    return ORDER.compare(this, other);
  }

  /// Returns it as text: `table singers`, `column name of singers`, or the text of something
  /// unknown.
  @Override
  public String toString() {
    if (kind == ObjectKind.UNKNOWN) {
      return name.text();
    }
    return part.isEmpty()
        ? (kind.words() + " " + name).strip()
        : "%s %s of %s".formatted(kind.words(), part, name);
  }
}
