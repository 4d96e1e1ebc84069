/// The files of a changelog: their paths, the contents of their lines, and problems that Liquibase
/// would not report.
@NullMarked
package dev.spannerpipe.changelog.source;

import org.jspecify.annotations.NullMarked;
