package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.text.EditDistance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An attribute `name:value` that Liquibase reads in a line of formatted SQL. Liquibase finds the
/// attribute anywhere in the line, and ignores the case of the name. Liquibase ignores all words
/// that are not attributes.
///
/// @param lost the consequence if Liquibase does not read the attribute, as a clause for messages
record SqlAttribute(String name, Kind kind, String lost) {
  /// Where Liquibase ends the value, and how it reads the value.
  enum Kind {
    /// A context or label expression: either a string in double quotes, or everything up to the
    /// next space.
    EXPRESSION,
    /// Database names, separated by commas. Liquibase skips one space before them.
    DATABASES,
    /// A boolean: `true` is true, in uppercase or lowercase; every other value is false.
    BOOLEAN,
    /// Everything up to the next space.
    TEXT,
    /// Everything up to the end of the line.
    REST
  }

  private static final String NO_EFFECT = "it would have no effect";

  /// Attributes of a change set's header.
  static final List<SqlAttribute> OF_CHANGE_SETS =
      List.of(
          of("context", Kind.EXPRESSION, "the change set would run in every context"),
          of("contextFilter", Kind.EXPRESSION, "the change set would run in every context"),
          of("labels", Kind.EXPRESSION, "the change set would run with any LABELS"),
          of("dbms", Kind.DATABASES, "the change set would run on every database"),
          of("ignore", Kind.BOOLEAN, "the change set would run"),
          of("runOnChange", Kind.BOOLEAN, NO_EFFECT),
          of("runAlways", Kind.BOOLEAN, NO_EFFECT),
          of("runInTransaction", Kind.BOOLEAN, NO_EFFECT),
          of("failOnError", Kind.BOOLEAN, NO_EFFECT),
          of("stripComments", Kind.BOOLEAN, NO_EFFECT),
          of("splitStatements", Kind.BOOLEAN, NO_EFFECT),
          of("rollbackSplitStatements", Kind.BOOLEAN, NO_EFFECT),
          of("endDelimiter", Kind.TEXT, NO_EFFECT),
          of("rollbackEndDelimiter", Kind.TEXT, NO_EFFECT),
          of(
              "logicalFilePath",
              Kind.TEXT,
              "the change set would be recorded under the path of its file"),
          of("runWith", Kind.TEXT, NO_EFFECT),
          of("runWithSpoolFile", Kind.REST, NO_EFFECT));

  /// Attributes of the first line of a file.
  static final List<SqlAttribute> OF_FILES =
      List.of(
          of(
              "logicalFilePath",
              Kind.TEXT,
              "the change sets would be recorded under the path of the file"));

  /// Attributes of `--property`, except `name` and `value`.
  static final List<SqlAttribute> OF_PROPERTIES =
      List.of(
          of("context", Kind.EXPRESSION, "the property would hold in every context"),
          of("contextFilter", Kind.EXPRESSION, "the property would hold in every context"),
          of("labels", Kind.EXPRESSION, "the property would hold with any LABELS"),
          of("dbms", Kind.DATABASES, "the property would hold for every database"),
          of("global", Kind.BOOLEAN, "the property would hold in every file"));

  /// Attributes of `--preconditions`.
  static final List<SqlAttribute> OF_PRECONDITIONS =
      List.of(
          of("onFail", Kind.TEXT, "a precondition that fails would end the run"),
          of("onError", Kind.TEXT, "a precondition with an error would end the run"),
          of("onUpdateSQL", Kind.TEXT, NO_EFFECT),
          of("onSqlOutput", Kind.TEXT, NO_EFFECT));

  /// Attributes of the preconditions on a table or a view, except `table` and `view`.
  static final List<SqlAttribute> OF_OBJECTS =
      List.of(of("schema", Kind.TEXT, "the default schema would be searched"));

  private static final int LARGEST_DISTANCE = 2;

  /// English words that are similar to the name of an attribute but are not misspellings of it.
  private static final Set<String> OTHER_WORDS =
      Set.of(
          "connect",
          "consent",
          "contact",
          "contacts",
          "content",
          "contents",
          "contest",
          "convert",
          "convent",
          "levels",
          "schemes",
          "scheme");

  private static SqlAttribute of(String name, Kind kind, String lost) {
    return new SqlAttribute(name, kind, lost);
  }

  /// Returns the attribute with this name, ignoring case.
  static Optional<SqlAttribute> named(String word, List<SqlAttribute> known) {
    return known.stream().filter(each -> each.name.equalsIgnoreCase(word)).findFirst();
  }

  /// Returns the attribute whose name is probably misspelled as this word.
  ///
  /// @param value the value that follows the word
  static Optional<SqlAttribute> meant(
      String word, @Nullable String value, List<SqlAttribute> known) {
    String plain = plain(word);
    if (plain.equals("alwaysrun")) {
      return named("runAlways", known);
    }
    SqlAttribute closest = null;
    int distance = LARGEST_DISTANCE + 1;
    for (SqlAttribute each : known) {
      int between = EditDistance.between(plain, plain(each.name));
      if (between < distance && each.isMeantBy(plain, between, value)) {
        closest = each;
        distance = between;
      }
    }
    return Optional.ofNullable(closest);
  }

  private boolean isMeantBy(String word, int distance, @Nullable String value) {
    // Many four-letter words differ from "dbms" by only two letters.
    if (kind == Kind.DATABASES && distance == LARGEST_DISTANCE) {
      return hasLettersOf(word) || (value != null && SqlValue.namesDatabases(value));
    }
    // "ignored:3" is not a misspelled "ignore:true", because its value is a count.
    return !name.equals("ignore") || (value != null && SqlValue.isLikeBoolean(value));
  }

  private boolean hasLettersOf(String word) {
    return java.util.Arrays.equals(
        word.chars().sorted().toArray(), plain(name).chars().sorted().toArray());
  }

  /// Returns whether a word that resembles an attribute is an ordinary English word.
  static boolean isAnotherWord(String word) {
    return OTHER_WORDS.contains(plain(word));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
