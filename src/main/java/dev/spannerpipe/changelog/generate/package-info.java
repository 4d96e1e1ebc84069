/// The SQL of changes: statements, literals, names, and the rollbacks that Liquibase derives.
@NullMarked
package dev.spannerpipe.changelog.generate;

import org.jspecify.annotations.NullMarked;
