package dev.spannerpipe.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.sql.SqlText;
import java.util.Locale;

/// Rejects statements that Spanner would reject for their length, before anything runs.
final class StatementLength {
  /// Spanner's limit for one statement: 1 MiB of UTF-8.
  private static final int MOST_BYTES = 1_048_576;

  private StatementLength() {}

  /// Throws [ConfigurationFailure] where a statement that is still to be executed is too long.
  static void refuseTooLong(PlannedChangeSet planned) {
    for (Step step : planned.rest()) {
      int bytes = bytes(step.text());
      if (bytes > MOST_BYTES) {
        throw new ConfigurationFailure(
            String.format(
                Locale.ROOT,
                "Could not plan change set %s: its statement at %s, `%s`, has %,d bytes, and Spanner accepts %,d",
                planned.changeSet().identity(),
                step.location(),
                SqlText.shortened(step.text().substring(0, 1_000), 100),
                bytes,
                MOST_BYTES),
            "Split the statement into several; where it only inserts rows, loadData does that by itself");
      }
    }
  }

  /// A character has at most three bytes, so most statements need no count.
  private static int bytes(String text) {
    return text.length() <= MOST_BYTES / 3 ? text.length() : text.getBytes(UTF_8).length;
  }
}
