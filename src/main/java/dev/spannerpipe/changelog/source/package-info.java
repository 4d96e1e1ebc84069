/// The files of a changelog: where they are, what is at which of their lines, and what is wrong
/// with them before Liquibase reads them.
@NullMarked
package dev.spannerpipe.changelog.source;

import org.jspecify.annotations.NullMarked;
