/// Liquibase itself, set up so that it prints nothing, connects to nothing and loads no class that
/// a changelog names.
@NullMarked
package dev.spannerpipe.changelog.liquibase;

import org.jspecify.annotations.NullMarked;
