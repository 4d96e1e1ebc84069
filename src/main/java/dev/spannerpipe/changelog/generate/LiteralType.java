package dev.spannerpipe.changelog.generate;

import java.util.Locale;

/// The kind of literal that a value of a column requires.
enum LiteralType {
  BOOL,
  INTEGER,
  FLOAT,
  NUMERIC,
  STRING,
  BYTES,
  DATE,
  TIMESTAMP,
  JSON,
  /// Any other type, such as an array or a proto message.
  OTHER;

  /// Returns the kind of literal for a column type of either dialect. The type is written as the
  /// server reports it, or as in a `CREATE TABLE` statement.
  static LiteralType of(String columnType) {
    String type = columnType.strip().toLowerCase(Locale.ROOT);
    String name = type.split("[\\s(<]", 2)[0];
    return switch (name) {
      case "bool", "boolean" -> BOOL;
      case "int64", "bigint", "int8", "int", "integer", "int4", "smallint", "int2" -> INTEGER;
      case "float64", "float32", "double", "float8", "float4", "real", "float" -> FLOAT;
      case "numeric", "decimal" -> NUMERIC;
      case "string", "varchar", "text", "character" -> STRING;
      case "bytes", "bytea" -> BYTES;
      case "date" -> DATE;
      case "timestamp", "timestamptz" -> TIMESTAMP;
      case "json", "jsonb" -> JSON;
      default -> OTHER;
    };
  }
}
