package dev.spannerpipe.changelog.generate;

import org.jspecify.annotations.Nullable;

/// The name of a database object without quotes, and the name of its schema. Names that contain
/// dots or quotes are not supported.
public record QualifiedName(@Nullable String schema, String name) {
  /// Parses a name that may begin with the name of a schema, as in `sales.orders`.
  ///
  /// @param schema the name of the schema; null or blank if it may be at the beginning of `name`
  public static QualifiedName of(@Nullable String schema, String name) {
    int dot = name.lastIndexOf('.');
    return schema != null && !schema.isBlank()
        ? new QualifiedName(unquoted(schema), unquoted(name))
        : dot < 0
            ? new QualifiedName(null, unquoted(name))
            : new QualifiedName(
                unquoted(name.substring(0, dot)), unquoted(name.substring(dot + 1)));
  }

  public static String unquoted(String name) {
    return name.replaceAll("[`\"]", "").strip();
  }
}
