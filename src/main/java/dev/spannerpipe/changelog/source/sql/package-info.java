/// Checks of SQL changelogs: text that Liquibase would read as a comment or drop.
@NullMarked
package dev.spannerpipe.changelog.source.sql;

import org.jspecify.annotations.NullMarked;
