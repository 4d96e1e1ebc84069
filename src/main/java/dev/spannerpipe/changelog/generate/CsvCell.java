package dev.spannerpipe.changelog.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.changelog.source.RepositoryFiles;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import liquibase.Scope;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.resource.Resource;
import liquibase.resource.ResourceAccessor;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.SequenceNextValueFunction;
import org.jspecify.annotations.Nullable;

/// Converts one value of a data file to a literal. The type of the literal is that of the table's
/// column if the changelog created the column, else the type that the change declares.
final class CsvCell {
  private final Dialect dialect;
  private final Literals literals;
  private final Values values;

  CsvCell(Dialect dialect, Literals literals, Values values) {
    this.dialect = dialect;
    this.literals = literals;
    this.values = values;
  }

  String value(
      LoadDataChange change, LoadDataColumnConfig column, @Nullable String type, String cell) {
    if (isNull(column, cell)) {
      return "NULL";
    }
    String declared = column.getType() == null ? "" : column.getType().toUpperCase(Locale.ROOT);
    String text = cell.isEmpty() ? column.getDefaultValue() : cell;
    if (text == null) {
      return ofEmpty(column, declared, type);
    }
    return switch (declared) {
      case "COMPUTED" -> values.expression(new DatabaseFunction(text));
      case "SEQUENCE" ->
          values.nextValue(new SequenceNextValueFunction(change.getSchemaName(), text));
      case "BLOB" -> literals.bytes(blob(change, text));
      case "CLOB" -> literals.text(clob(change, text));
      default -> text(declared, type, text);
    };
  }

  private static boolean isNull(LoadDataColumnConfig column, String cell) {
    return column.getNullPlaceholder() == null
        ? cell.equalsIgnoreCase("null")
        : column.getNullPlaceholder().equals(cell);
  }

  /// Returns the literal for an empty cell: the default value if there is one, else an empty string
  /// for a string type, else NULL.
  private String ofEmpty(LoadDataColumnConfig column, String declared, @Nullable String type) {
    Object otherwise = column.getDefaultValueObject();
    if (otherwise != null) {
      return values.of(otherwise, type);
    }
    boolean string =
        type == null
            ? declared.equals("STRING") || declared.isEmpty()
            : LiteralType.of(type) == LiteralType.STRING;
    return string ? literals.text("") : "NULL";
  }

  private String text(String declared, @Nullable String type, String text) {
    refuseUnknown(declared);
    if (isDate(declared) && isRelative(text)) {
      throw new UnsupportedChangeException(
          "the value " + text + " depends on the time at which the file is read",
          "Use type COMPUTED and an expression");
    }
    if (type != null && LiteralType.of(type) != LiteralType.OTHER) {
      return literals.of(LiteralType.of(type), text);
    }
    return switch (declared) {
      case "BOOLEAN" -> literals.of(LiteralType.BOOL, text);
      case "NUMERIC" -> literals.number(text);
      case "DATE", "DATETIME", "TIME" ->
          Literals.isDate(text) ? literals.date(text) : literals.timestamp(text);
      case "STRING", "UUID", "OTHER", "UNKNOWN" -> literals.text(text);
      default -> undeclared(text);
    };
  }

  private static boolean isDate(String declared) {
    return declared.equals("DATE") || declared.equals("DATETIME") || declared.equals("TIME");
  }

  private static boolean isRelative(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("now") || lower.startsWith("today");
  }

  private static void refuseUnknown(String declared) {
    switch (declared) {
      case "",
          "BOOLEAN",
          "NUMERIC",
          "DATE",
          "DATETIME",
          "TIME",
          "STRING",
          "UUID",
          "OTHER",
          "UNKNOWN" -> {
        // Liquibase knows these types.
      }
      default ->
          throw new UnsupportedChangeException(
              "its declared type " + declared + " is not a type of Liquibase",
              "Declare STRING, NUMERIC, BOOLEAN, DATE, BLOB, CLOB, UUID, COMPUTED or SEQUENCE");
    }
  }

  /// Returns the literal for a value of unknown type. In PostgreSQL, this is a string literal,
  /// because the server converts it to the type of the column. In GoogleSQL, and for a time without
  /// a zone, throws [UnsupportedChangeException], because the type must be declared.
  private String undeclared(String text) {
    if (dialect == Dialect.POSTGRESQL && !Literals.isLocalTime(text)) {
      return literals.text(text);
    }
    throw new UnsupportedChangeException(
        "its type is not declared, and no createTable of the changelog defines it",
        "Declare the column and its type in the change");
  }

  private static byte[] blob(LoadDataChange change, String text) {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException _) {
      return file(change, text);
    }
  }

  private static String clob(LoadDataChange change, String text) {
    try {
      boolean relative = Boolean.TRUE.equals(change.isRelativeToChangelogFile());
      ResourceAccessor files = Scope.getCurrentScope().getResourceAccessor();
      Resource resource =
          relative
              ? files
                  .get(change.getChangeSet().getChangeLog().getPhysicalFilePath())
                  .resolveSibling(text)
              : files.get(text);
      return resource.exists() ? new String(file(change, text), UTF_8) : text;
    } catch (RepositoryFiles.Rejected rejected) {
      if (!rejected.isOutside()) {
        throw rejected;
      }
      return text;
    } catch (IOException | ConfigurationFailure _) {
      // The value is not the name of a file, so the value itself is the text.
      return text;
    }
  }

  private static byte[] file(LoadDataChange change, String path) {
    return DataSql.bytes(path, change.getChangeSet());
  }
}
