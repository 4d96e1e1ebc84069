package dev.spannerpipe.changelog.generate;

import java.util.Locale;

/// The kind of literal that a column requires.
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
  /// An array, a proto message, or a newer type.
  OTHER;

  /// Returns the kind for a column type as written by the server or in a `CREATE TABLE`, in either
  /// dialect.
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
