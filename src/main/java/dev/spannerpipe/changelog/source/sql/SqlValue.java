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

  /// What Liquibase reads as `true` or `false`: the word itself, optionally followed by text whose
  /// first character is not a letter, digit or underscore.
  private static final Pattern READ_AS_BOOLEAN =
      Pattern.compile("(true|false)([^\\w].*)?", Pattern.CASE_INSENSITIVE);

  private SqlValue() {}

  /// Returns whether a value is a boolean in any common spelling, such as `yes` or `1`.
  static boolean isLikeBoolean(String value) {
    String plain = plain(value);
    return YES.contains(plain) || NO.contains(plain);
  }

  /// Returns whether the value begins with the word `true` or `false`, so that Liquibase reads it
  /// as intended.
  static boolean isBoolean(String value) {
    return READ_AS_BOOLEAN.matcher(value).matches();
  }

  /// Returns `true` or `false` for a boolean in any common spelling, and an empty string for any
  /// other value.
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
