package dev.spannerpipe.report;

import dev.spannerpipe.text.SafeText;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Summarizes a statement for one line of the log: `INSERT INTO customers`, `CREATE INDEX ByName ON
/// customers`.
final class StatementSummary {
  private static final int LONGEST = 60;

  /// The pattern at which the omitted details of a statement begin. The key is the statement's
  /// first word.
  private static final Map<String, Pattern> DETAILS =
      Map.of(
          "INSERT", before("\\(|\\b(?:VALUES|SELECT|WITH)\\b"),
          "UPDATE", before("\\bSET\\b"),
          "DELETE", before("\\b(?:WHERE|THEN)\\b"),
          "CREATE", before("\\(|\\b(?:AS|SQL)\\b"),
          "ALTER", before("\\("));

  private StatementSummary() {}

  /// Returns the summary of a statement's text.
  static String of(String statement) {
    String line = SafeText.line(statement).strip().replaceAll("\\s+", " ");
    String word = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    Pattern details = DETAILS.get(word);
    String what = details == null ? line : details.split(line, 2)[0].strip();
    return SafeText.shortened(what, LONGEST);
  }

  private static Pattern before(String detail) {
    return Pattern.compile(detail, Pattern.CASE_INSENSITIVE);
  }
}
