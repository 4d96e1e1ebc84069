package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.math.BigDecimal;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import liquibase.change.ColumnConfig;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.SequenceCurrentValueFunction;
import liquibase.statement.SequenceNextValueFunction;
import org.jspecify.annotations.Nullable;

/// Writes the values of structured changes, such as `insert`, as SQL.
final class Values {
  private static final Set<String> NOW =
      Set.of("current_datetime", "current_timestamp", "current_timestamp()", "now()", "now");

  private final Dialect dialect;
  private final Names names;
  private final Literals literals;

  Values(Dialect dialect, Names names, Literals literals) {
    this.dialect = dialect;
    this.names = names;
    this.literals = literals;
  }

  /// Returns the SQL of a value.
  ///
  /// @param columnType the type of the column for the value; null if the type is unknown
  String of(@Nullable Object value, @Nullable String columnType) {
    return switch (value) {
      case null -> "NULL";
      case SequenceNextValueFunction next -> nextValue(next);
      case SequenceCurrentValueFunction _ ->
          throw new UnsupportedChangeException(
              "Spanner's sequences have no current value", "Use the next value");
      case DatabaseFunction function -> expression(function);
      case Boolean truth -> literals.bool(truth);
      case ColumnConfig.ValueNumeric number -> number(number.toString(), columnType);
      case BigDecimal number -> number(number.toPlainString(), columnType);
      case Number number -> number(number.toString(), columnType);
      case Date moment -> moment(moment, columnType);
      default -> text(value.toString(), columnType);
    };
  }

  /// Returns a number as written or, for a floating-point column, as a literal of the column's
  /// type. The text is not always a number, because Liquibase reads every text that begins with a
  /// digit as a number.
  String number(String written, @Nullable String columnType) {
    boolean floating = columnType != null && LiteralType.of(columnType) == LiteralType.FLOAT;
    return floating ? literals.of(LiteralType.FLOAT, written) : written;
  }

  private String moment(Date moment, @Nullable String columnType) {
    return columnType == null
        ? literals.dateOrTime(moment)
        : switch (LiteralType.of(columnType)) {
          case DATE -> literals.date(Literals.local(moment).toLocalDate().toString());
          case TIMESTAMP -> literals.timestamp(Literals.withUtcZone(Literals.local(moment)));
          default -> literals.dateOrTime(moment);
        };
  }

  private String text(String value, @Nullable String columnType) {
    if (value.equalsIgnoreCase("null")) {
      return "NULL";
    }
    if (value.equalsIgnoreCase(now())) {
      return now();
    }
    if (columnType == null) {
      return literals.text(value);
    }
    LiteralType type = LiteralType.of(columnType);
    // Changelogs often contain booleans and numbers as strings, so these values become literals of
    // the column's type. Most other values stay strings, which the server converts or rejects.
    return switch (type) {
      case BOOL, INTEGER, FLOAT, NUMERIC -> literals.of(type, value);
      case BYTES, DATE, TIMESTAMP, JSON, STRING, OTHER -> typed(type, value);
    };
  }

  private String typed(LiteralType type, String value) {
    return type == LiteralType.JSON
            || (type == LiteralType.TIMESTAMP && Literals.isLocalTime(value))
        ? literals.of(type, value)
        : literals.text(value);
  }

  /// Returns an expression as written, except that `current_datetime` and its synonyms become the
  /// dialect's expression for the current time.
  String expression(DatabaseFunction function) {
    String expression = Names.required("computed value", function.getValue());
    if (NOW.contains(expression.toLowerCase(Locale.ROOT))) {
      return now();
    }
    return expression;
  }

  private String now() {
    return dialect == Dialect.GOOGLE_STANDARD_SQL ? "CURRENT_TIMESTAMP()" : "CURRENT_TIMESTAMP";
  }

  /// Returns the call that gets a sequence's next value.
  String nextValue(SequenceNextValueFunction function) {
    String sequence = names.sequence(function.getSchemaName(), function.getValue());
    return dialect == Dialect.GOOGLE_STANDARD_SQL
        ? "GET_NEXT_SEQUENCE_VALUE(SEQUENCE " + sequence + ")"
        : "nextval('" + sequence.replace("'", "''") + "')";
  }

  /// Returns the literal of a date or of a time. A time without a zone is interpreted as UTC.
  /// Returns any other text as `expression` does.
  String moment(String written) {
    if (Literals.isDate(written)) {
      return literals.date(written);
    }
    return Character.isDigit(written.strip().charAt(0))
        ? literals.timestamp(written)
        : expression(new DatabaseFunction(written));
  }

  /// Returns a number without the parentheses that Liquibase allows around it.
  static String unwrapped(String number) {
    String stripped = number.strip();
    return stripped.startsWith("(") && stripped.endsWith(")")
        ? stripped.substring(1, stripped.length() - 1)
        : stripped;
  }
}
