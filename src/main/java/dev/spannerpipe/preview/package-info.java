/// The preview of a pull request: an emulator executes the pending change sets on a copy of the
/// schema, so that a reviewer sees their effects before a database has them.
@NullMarked
package dev.spannerpipe.preview;

import org.jspecify.annotations.NullMarked;
