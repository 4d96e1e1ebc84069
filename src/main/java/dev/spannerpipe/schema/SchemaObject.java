package dev.spannerpipe.schema;

/// An object of a schema that has a name of its own.
public sealed interface SchemaObject
    permits Table,
        Index,
        View,
        Sequence,
        ChangeStream,
        Grant,
        DatabaseOptions,
        OtherObject,
        UnknownObject {
  /// Returns its name, by which a schema holds it once.
  ObjectName name();
}
