/// What a database's DDL declares, as values. `schema.ddl` reads it, `schema.effect` compares it.
@NullMarked
package dev.spannerpipe.schema;

import org.jspecify.annotations.NullMarked;
