package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.plan.ChangeSetId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The line that begins a change set in formatted SQL.
///
/// @param line the number of the line, counted from 1
/// @param rest the text of the line after the id
record SqlHeader(int line, String author, String id, String rest) {
  /// The pattern by which Liquibase finds a header.
  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+)(.*)",
          Pattern.CASE_INSENSITIVE);

  static Optional<SqlHeader> of(String text, int line) {
    Matcher matcher = HEADER.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SqlHeader(
                line, unquoted(matcher.group(1)), unquoted(matcher.group(2)), matcher.group(3)))
        : Optional.empty();
  }

  static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  ChangeSetId in(String file) {
    return new ChangeSetId(file, id, author);
  }

  /// Returns `author:id` as it has to be written in a header, with quotes if necessary.
  String written() {
    return (author.contains(":") ? '"' + author + '"' : author)
        + ":"
        + (id.contains(" ") ? '"' + id + '"' : id);
  }

  /// Returns `author:id` without quotes.
  String name() {
    return author + ":" + id;
  }
}
