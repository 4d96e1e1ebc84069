/// Liquibase changelogs, read into change sets. The only package that sees Liquibase.
@NullMarked
package dev.spannerpipe.changelog;

import org.jspecify.annotations.NullMarked;
