package dev.spannerpipe.changelog.source.sql;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Interprets the value of an attribute in a line of formatted SQL.
final class SqlValue {
  private static final Set<String> YES = Set.of("yes", "y", "on", "1", "t", "true");
  private static final Set<String> NO = Set.of("no", "n", "off", "0", "f", "false");
  private static final Pattern DATABASES =
      Pattern.compile(
          "!?(cloudspanner|spanner|postgres(ql)?|mysql|mariadb|oracle|mssql|h2|hsqldb|sqlite|derby"
              + "|db2|all|none)\\b.*",
          Pattern.CASE_INSENSITIVE);

  /// A word of Liquibase's pattern for boolean values, and the text that may follow it.
  private static final Pattern READ_AS_BOOLEAN =
      Pattern.compile("(true|false)([^\\w].*)?", Pattern.CASE_INSENSITIVE);

  private SqlValue() {}

  /// Returns whether it is a boolean in any common spelling.
  static boolean isLikeBoolean(String value) {
    String plain = plain(value);
    return YES.contains(plain) || NO.contains(plain);
  }

  /// Returns whether Liquibase reads the value as the boolean that is written.
  static boolean isBoolean(String value) {
    return READ_AS_BOOLEAN.matcher(value).matches();
  }

  /// Returns `true` or `false` for a boolean in any common spelling; empty for any other text.
  static String meantBoolean(String value) {
    String plain = plain(value);
    return YES.contains(plain) ? "true" : NO.contains(plain) ? "false" : "";
  }

  static boolean namesDatabases(String value) {
    return DATABASES.matcher(value).matches();
  }

  private static String plain(String value) {
    return value.replaceAll("^\\W+|\\W+$", "").toLowerCase(Locale.ROOT);
  }
}
