package dev.spannerpipe.schema;

import dev.spannerpipe.sql.SqlFragment;

/// An object that is known by its kind and name, and for the rest by its text: a named schema,
/// role, model, graph, function, bundle, locality group, placement, queue or package of statistics.
///
/// @param text its declaration after the name. Each `ALTER` is appended
public record OtherObject(ObjectName name, SqlFragment text) implements SchemaObject {}
