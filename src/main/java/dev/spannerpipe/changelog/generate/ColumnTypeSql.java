package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.util.Locale;
import java.util.regex.Pattern;
import liquibase.database.Database;
import liquibase.datatype.DataTypeFactory;
import org.jspecify.annotations.Nullable;

/// Converts the column types of a changelog to Spanner's types. First, Liquibase maps each type to
/// a type of the dialect. In PostgreSQL, this class then replaces a type for which Spanner has a
/// different name, and rejects a type for which Spanner has no equivalent.
final class ColumnTypeSql {
  private static final Pattern SIZED_NUMERIC = Pattern.compile("(numeric|decimal)\\s*\\(.*");

  private final Dialect dialect;
  private final Database database;

  ColumnTypeSql(Dialect dialect, Database database) {
    this.dialect = dialect;
    this.database = database;
  }

  String of(@Nullable String declared) {
    String type = Names.required("column type", declared);
    return dialect == Dialect.GOOGLE_STANDARD_SQL ? googleSql(type) : postgres(type);
  }

  private String liquibase(String declared) {
    return DataTypeFactory.getInstance()
        .fromDescription(declared, database)
        .toDatabaseDataType(database)
        .toString();
  }

  private String googleSql(String declared) {
    String lower = declared.strip().toLowerCase(Locale.ROOT);
    // Liquibase cuts a type at its first parenthesis, which corrupts types such as
    // `ARRAY<STRING(36)>`.
    if (lower.startsWith("array<") || lower.startsWith("struct<")) {
      return declared.strip();
    }
    return liquibase(declared);
  }

  private String postgres(String declared) {
    String type = liquibase(declared);
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.endsWith("[]")) {
      return type;
    }
    String name = lower.split("[\\s(]", 2)[0];
    if (lower.startsWith("timestamp") || lower.startsWith("datetime")) {
      return "TIMESTAMP WITH TIME ZONE";
    }
    if (SIZED_NUMERIC.matcher(lower).matches()) {
      throw refused(declared, "numeric");
    }
    return switch (name) {
      case "oid", "blob" -> "BYTEA";
      case "decimal" -> "NUMERIC";
      case "float" -> "DOUBLE PRECISION";
      case "real", "float4" -> "REAL";
      case "uuid", "char", "character", "nchar", "bpchar" -> characters(declared, type, lower);
      case "json" -> throw refused(declared, "jsonb");
      case "smallint", "int2", "smallserial", "serial", "bigserial" ->
          throw refused(declared, "bigint");
      case "time" -> throw refused(declared, "varchar");
      default -> type;
    };
  }

  private static String characters(String declared, String type, String lower) {
    if (lower.startsWith("character varying")) {
      return type;
    }
    throw refused(declared, "varchar");
  }

  private static UnsupportedChangeException refused(String type, String instead) {
    return new UnsupportedChangeException(
        "Spanner's PostgreSQL dialect has no type " + type, "Use " + instead + " instead");
  }
}
