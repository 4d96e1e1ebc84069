/// Checks SQL changelogs for text that Liquibase would drop, misread or reject.
@NullMarked
package dev.spannerpipe.changelog.source.sql;

import org.jspecify.annotations.NullMarked;
