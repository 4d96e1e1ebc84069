/// Liquibase changelogs, read into change sets. Only this package and its sub-packages use
/// Liquibase.
@NullMarked
package dev.spannerpipe.changelog;

import org.jspecify.annotations.NullMarked;
