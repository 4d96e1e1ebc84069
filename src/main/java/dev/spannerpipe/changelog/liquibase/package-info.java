/// Liquibase, set up so that it prints nothing, opens no connection and loads no class that a
/// changelog names.
@NullMarked
package dev.spannerpipe.changelog.liquibase;

import org.jspecify.annotations.NullMarked;
