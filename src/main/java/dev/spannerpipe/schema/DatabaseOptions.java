package dev.spannerpipe.schema;

import dev.spannerpipe.sql.ObjectKind;

/// The options of the database itself. They have no name, so that databases of different names can
/// be compared.
public record DatabaseOptions(ObjectOptions options) implements SchemaObject {
  /// The name by which a schema holds them.
  public static final ObjectName NAME = new ObjectName(ObjectKind.DATABASE, Name.NONE);

  @Override
  public ObjectName name() {
    return NAME;
  }
}
