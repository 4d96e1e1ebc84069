package dev.spannerpipe.plan.loss;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A row deletion policy, by which Spanner deletes the old rows of a table.
///
/// Source: [time to live](https://cloud.google.com/spanner/docs/ttl/working-with-ttl). A policy has
/// one form in each dialect, with an age in whole days.
///
/// @param column the column whose value determines a row's age; its name is folded, so that two
///   spellings of the name are equal
/// @param days the age in days at which a row is deleted
record RowDeletion(String column, long days) {
  private static final Pattern GOOGLE_SQL =
      Pattern.compile("older_than \\( (\\S+) , interval ((?:\\d ?){1,9}) day \\)");
  private static final Pattern POSTGRESQL =
      Pattern.compile("interval '(\\d{1,9}) days?' on (\\S+)");

  /// Parses a policy from a statement or from the live schema. Returns empty if the policy does not
  /// have exactly the known form.
  static Optional<RowDeletion> parse(Dialect dialect, String policy) {
    String text =
        SqlTokenizer.statements(dialect, policy).stream()
            .map(RowDeletion::words)
            .collect(Collectors.joining(" ; "));
    while (text.startsWith("( ") && text.endsWith(" )")) {
      text = text.substring(2, text.length() - 2);
    }
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> parse(GOOGLE_SQL.matcher(text), 1, 2);
      case POSTGRESQL -> parse(POSTGRESQL.matcher(text), 2, 1);
    };
  }

  private static Optional<RowDeletion> parse(Matcher matcher, int column, int days) {
    return matcher.matches()
        ? Optional.of(
            new RowDeletion(
                matcher.group(column), Long.parseLong(matcher.group(days).replace(" ", ""))))
        : Optional.empty();
  }

  /// Returns the age at which a row is deleted, in words: `30 days`.
  String age() {
    return days == 1 ? "1 day" : days + " days";
  }

  /// Returns the text of the policy that a clause sets, in a form that `parse` accepts.
  static String text(List<SqlToken> clause) {
    int from = clause.get(1).is("ttl") ? 2 : 4;
    return clause.subList(Math.min(from, clause.size()), clause.size()).stream()
        .map(
            token -> token.kind() == SqlToken.Kind.STRING ? "'" + token.text() + "'" : token.text())
        .collect(Collectors.joining(" "));
  }

  private static String words(List<SqlToken> tokens) {
    return tokens.stream()
        .map(
            token ->
                token.kind() == SqlToken.Kind.STRING
                    ? "'" + token.text().strip().toLowerCase(Locale.ROOT) + "'"
                    : token.folded())
        .collect(Collectors.joining(" "));
  }
}
