package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// Writes values as literals of one dialect.
public final class Literals {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}");
  private static final Pattern ZONED =
      Pattern.compile(
          ".*\\d(\\s*([zZ]|UTC|GMT|[+-]\\d{1,2}(:?\\d{2})?)|\\s+\\p{Alpha}+/\\p{Alpha}+)");
  private static final Pattern LOCAL_TIME =
      Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}[ tT]\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d+)?)?");
  private static final DateTimeFormatter WITHOUT_ZONE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS", Locale.ROOT);

  private final Dialect dialect;

  public Literals(Dialect dialect) {
    this.dialect = dialect;
  }

  private boolean isGoogleSql() {
    return dialect == Dialect.GOOGLE_STANDARD_SQL;
  }

  /// Returns a string literal.
  String text(String value) {
    return isGoogleSql() ? googleSql(value) : postgres(value);
  }

  /// Returns a string literal of GoogleSQL.
  ///
  /// Source: [GoogleSQL escape
  /// sequences](https://cloud.google.com/spanner/docs/reference/standard-sql/lexical#escape_sequences).
  public static String googleSql(String value) {
    StringBuilder literal = new StringBuilder("'");
    for (int index = 0; index < value.length(); index++) {
      char character = value.charAt(index);
      switch (character) {
        case '\\' -> literal.append("\\\\");
        case '\'' -> literal.append("\\'");
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        default -> {
          if (character < ' ') {
            literal.append(String.format(Locale.ROOT, "\\x%02x", (int) character));
          } else {
            literal.append(character);
          }
        }
      }
    }
    return literal.append('\'').toString();
  }

  private static String postgres(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new UnsupportedChangeException("a value contains a zero byte", "Remove it");
    }
    return "'" + value.replace("'", "''") + "'";
  }

  String bool(boolean value) {
    return value ? "TRUE" : "FALSE";
  }

  String bytes(byte[] value) {
    return isGoogleSql()
        ? "FROM_BASE64('" + Base64.getEncoder().encodeToString(value) + "')"
        : "'\\x" + HexFormat.of().formatHex(value) + "'::bytea";
  }

  String date(String value) {
    return "DATE " + text(value.strip());
  }

  /// Returns a timestamp literal. A time without a zone is interpreted as UTC.
  String timestamp(String value) {
    String time = value.strip();
    if (DATE.matcher(time).matches()) {
      time += "T00:00:00Z";
    } else if (LOCAL_TIME.matcher(time).matches()) {
      time += "Z";
    } else if (!ZONED.matcher(time).matches()) {
      throw new UnsupportedChangeException(
          "the value " + value + " is not a timestamp", "Write it as 2026-01-31T12:00:00Z");
    }
    return (isGoogleSql() ? "TIMESTAMP " : "TIMESTAMPTZ ") + text(time);
  }

  static boolean isDate(String value) {
    return DATE.matcher(value.strip()).matches();
  }

  /// Returns whether a value is a date and time without a zone. The server would read such a value
  /// in its own default time zone.
  static boolean isLocalTime(String value) {
    return LOCAL_TIME.matcher(value.strip()).matches();
  }

  /// Returns the literal of a date or time that Liquibase parsed. Liquibase parses a time without a
  /// zone in the JVM's time zone. Converting the parsed time back to that zone therefore gives the
  /// date and time as they were written in the changelog.
  @SuppressWarnings("JavaUtilDate")
  String dateOrTime(java.util.Date value) {
    if (value instanceof Date date) {
      return date(date.toLocalDate().toString());
    }
    if (value instanceof Time time) {
      return text(time.toString());
    }
    return timestamp(withUtcZone(local(value)));
  }

  /// Converts a parsed date or time to the date and time in the JVM's time zone.
  @SuppressWarnings("JavaUtilDate")
  static LocalDateTime local(java.util.Date value) {
    return new Timestamp(value.getTime()).toLocalDateTime();
  }

  /// Returns the text of a date and time with an appended `Z`. Does not convert the time to another
  /// zone.
  static String withUtcZone(LocalDateTime local) {
    String written = WITHOUT_ZONE.format(local);
    int end = written.length();
    while (written.charAt(end - 1) == '0') {
      end--;
    }
    return (written.charAt(end - 1) == '.'
            ? written.substring(0, end - 1)
            : written.substring(0, end))
        + "Z";
  }

  String number(String value) {
    String number = value.strip();
    if (!NUMBER.matcher(number).matches()) {
      throw new UnsupportedChangeException(
          "the value " + value + " is not a number", "Correct the value or the type");
    }
    return number.startsWith("+") ? number.substring(1) : number;
  }

  /// Returns the literal of a value for a column whose kind of literal is known.
  String of(LiteralType type, String value) {
    return switch (type) {
      case BOOL -> bool(truth(value));
      case INTEGER -> number(value);
      case FLOAT -> floating(value);
      case NUMERIC -> isGoogleSql() ? "NUMERIC " + text(number(value)) : number(value);
      case STRING, OTHER -> text(value);
      case BYTES -> bytes(base64(value));
      case DATE -> date(value);
      case TIMESTAMP -> timestamp(value);
      case JSON -> (isGoogleSql() ? "JSON " : "") + text(value);
    };
  }

  /// Returns the literal of a floating-point number. In PostgreSQL, a number with a decimal point
  /// is a NUMERIC, which is not accepted everywhere as a float. NaN and infinities are not numeric
  /// literals in either dialect.
  private String floating(String value) {
    String stripped = value.strip();
    if (NUMBER.matcher(stripped).matches()) {
      boolean whole = stripped.chars().allMatch(Character::isDigit);
      return isGoogleSql() || whole ? number(value) : "CAST(" + stripped + " AS double precision)";
    }
    return "CAST("
        + text(stripped)
        + " AS "
        + (isGoogleSql() ? "FLOAT64" : "double precision")
        + ")";
  }

  private static boolean truth(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1", "on" -> true;
      case "false", "f", "no", "n", "0", "off" -> false;
      default ->
          throw new UnsupportedChangeException(
              "the value " + value + " is not a boolean", "Write true or false");
    };
  }

  private static byte[] base64(String value) {
    try {
      return Base64.getDecoder().decode(value.strip());
    } catch (IllegalArgumentException _) {
      throw new UnsupportedChangeException(
          "the value " + value + " is not base64", "Write bytes in base64");
    }
  }
}
