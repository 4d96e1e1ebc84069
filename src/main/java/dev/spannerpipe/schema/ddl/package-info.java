/// Reads DDL of both dialects into a schema, and does in memory what a DDL statement does. Nothing
/// here throws: what is not understood is kept as text.
@NullMarked
package dev.spannerpipe.schema.ddl;

import org.jspecify.annotations.NullMarked;
