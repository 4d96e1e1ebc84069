/// The files of a changelog: their paths, what is on which line, and problems that Liquibase would
/// not report.
@NullMarked
package dev.spannerpipe.changelog.source;

import org.jspecify.annotations.NullMarked;
