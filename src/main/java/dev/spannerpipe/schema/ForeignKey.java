package dev.spannerpipe.schema;

import java.util.List;
import java.util.stream.Collectors;

/// A foreign key.
///
/// @param name empty if the database gave it a name
/// @param enforced whether the database checks it
public record ForeignKey(
    Name name, List<Name> columns, Reference reference, DeleteAction onDelete, boolean enforced) {
  /// Copies the list.
  public ForeignKey {
    columns = List.copyOf(columns);
  }

  /// What a foreign key refers to.
  ///
  /// @param columns empty for the primary key
  public record Reference(Name table, List<Name> columns) {
    /// Copies the list.
    public Reference {
      columns = List.copyOf(columns);
    }
  }

  /// Returns the key under this name.
  public ForeignKey withName(Name changed) {
    return new ForeignKey(changed, columns, reference, onDelete, enforced);
  }

  /// Returns the key with this reference.
  public ForeignKey withReference(Reference changed) {
    return new ForeignKey(name, columns, changed, onDelete, enforced);
  }

  /// Returns its definition, without its name.
  public String definition() {
    return "(%s) REFERENCES %s (%s)%s%s"
        .formatted(
            joined(columns),
            reference.table(),
            joined(reference.columns()),
            onDelete == DeleteAction.CASCADE ? " ON DELETE CASCADE" : "",
            enforced ? "" : " NOT ENFORCED");
  }

  private static String joined(List<Name> names) {
    return names.stream().map(Name::text).collect(Collectors.joining(", "));
  }
}
