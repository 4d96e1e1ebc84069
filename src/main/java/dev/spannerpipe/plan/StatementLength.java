package dev.spannerpipe.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds statements that are too long for Spanner, before anything runs.
final class StatementLength {
  /// Spanner's limit for one statement: 1 MiB of UTF-8.
  private static final int MOST_BYTES = 1_048_576;

  private StatementLength() {}

  /// Returns a problem for each statement that is too long and still has to be executed.
  static List<ChangelogProblem> problems(PlannedChangeSet planned) {
    List<ChangelogProblem> problems = new ArrayList<>();
    for (Step step : planned.rest()) {
      int bytes = bytes(step.text());
      if (bytes > MOST_BYTES) {
        problems.add(ChangelogProblem.of(step.location(), tooLong(planned, step, bytes)));
      }
    }
    return problems;
  }

  private static ConfigurationFailure tooLong(PlannedChangeSet planned, Step step, int bytes) {
    return new ConfigurationFailure(
        String.format(
            Locale.ROOT,
            "Could not plan change set %s: its statement at %s, `%s`, has %,d bytes, and Spanner accepts %,d",
            planned.changeSet().identity(),
            step.location(),
            SqlText.shortened(step.text().substring(0, 1_000), 100),
            bytes,
            MOST_BYTES),
        "Split the statement into several; if it only inserts rows, use loadData, which splits the rows");
  }

  /// Returns the number of bytes in UTF-8. For a short statement, returns only the number of
  /// characters: a Java character has at most three bytes, so such a statement cannot be too long.
  private static int bytes(String text) {
    return text.length() <= MOST_BYTES / 3 ? text.length() : text.getBytes(UTF_8).length;
  }
}
