/// The SQL of changes: statements, literals, names, and the rollback that Liquibase offers.
@NullMarked
package dev.spannerpipe.changelog.generate;

import org.jspecify.annotations.NullMarked;
