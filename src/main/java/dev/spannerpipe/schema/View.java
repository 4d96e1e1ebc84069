package dev.spannerpipe.schema;

import dev.spannerpipe.sql.SqlFragment;

/// A view.
///
/// @param definer whether queries run with the rights of the view's definer
/// @param query the text of its query
public record View(ObjectName name, boolean definer, SqlFragment query) implements SchemaObject {}
