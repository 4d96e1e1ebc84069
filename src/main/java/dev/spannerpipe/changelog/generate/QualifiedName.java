package dev.spannerpipe.changelog.generate;

import org.jspecify.annotations.Nullable;

/// The name of a database object, as a precondition names it: without the quotes that it may have,
/// and apart from its schema. No name has a dot or a quote in it.
public record QualifiedName(@Nullable String schema, String name) {
  /// Reads a name that may begin with its schema, as in `sales.orders`.
  ///
  /// @param schema the schema where it is named by itself
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
