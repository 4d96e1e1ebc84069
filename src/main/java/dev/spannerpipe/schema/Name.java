package dev.spannerpipe.schema;

import dev.spannerpipe.sql.Dialect;
import java.util.Locale;

/// A name of a schema, as the database sees it. Two names are equal if they mean the same to the
/// database: GoogleSQL ignores the case; PostgreSQL folds a name without quotes before it comes
/// here.
///
/// @param text the name as declared, without quotes; a name in a named schema has a dot
/// @param key what is compared
public record Name(String text, String key) implements Comparable<Name> {
  /// A name that is not there.
  public static final Name NONE = new Name("", "");

  /// Returns the name that this text has in this dialect.
  ///
  /// @param text without quotes, and folded if it had none in PostgreSQL
  public static Name of(Dialect dialect, String text) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> new Name(text, text.toLowerCase(Locale.ROOT));
      case POSTGRESQL -> new Name(text, text);
    };
  }

  /// Returns whether there is no name.
  public boolean isEmpty() {
    return text.isEmpty();
  }

  /// Returns the part before the last dot, in lower case for GoogleSQL; empty for a name in the
  /// default schema.
  public String schemaKey() {
    int dot = key.lastIndexOf('.');
    return dot < 0 ? "" : key.substring(0, dot);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name name && key.equals(name.key);
  }

  @Override
  public String toString() {
    return text;
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public int compareTo(Name other) {
    return key.compareTo(other.key);
  }
}
