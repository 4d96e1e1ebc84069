/// The preview of a pull request: what the pending change sets will do to the schema and to the
/// rows, so that a reviewer sees their effects before a database has them.
@NullMarked
package dev.spannerpipe.preview;

import org.jspecify.annotations.NullMarked;
