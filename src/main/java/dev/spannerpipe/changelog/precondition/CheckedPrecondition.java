package dev.spannerpipe.changelog.precondition;

import dev.spannerpipe.changelog.precondition.PreconditionCheck.Needs;
import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.QueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A precondition, and what happens if it does not hold (`onFail`) or cannot be evaluated
/// (`onError`).
record CheckedPrecondition(PreconditionCheck condition, Consequence onFail, Consequence onError)
    implements Precondition {

  /// What happens to the change set or to the run if the precondition does not hold or cannot be
  /// evaluated.
  ///
  /// @param word Liquibase's keyword for the consequence
  /// @param message the `onFailMessage` or `onErrorMessage` of the changelog, which is reported
  ///   instead of the reason
  record Consequence(Word word, Optional<String> message) {
    Outcome outcome(String reason) {
      String text = message.orElse(reason);
      return switch (word) {
        case HALT -> new Outcome.Halt(text);
        case CONTINUE -> new Outcome.Skip(text);
        case MARK_RAN -> new Outcome.MarkRan(text);
        case WARN -> new Outcome.Run(text);
      };
    }

    /// Returns a clause that says what happens to the change set; empty for `HALT`, the default,
    /// which ends the run.
    String clause() {
      return switch (word) {
        case HALT -> "";
        case CONTINUE -> "it is skipped and stays pending";
        case MARK_RAN -> "it is only marked as run";
        case WARN -> "it runs with a warning";
      };
    }

    @Override
    public String toString() {
      return word.name();
    }
  }

  /// Liquibase's keywords for consequences.
  enum Word {
    HALT,
    CONTINUE,
    MARK_RAN,
    WARN
  }

  @Override
  public boolean needsDatabase() {
    return condition.needs() != Needs.NOTHING;
  }

  @Override
  public boolean needsRows() {
    return condition.needs() == Needs.ROWS;
  }

  @Override
  public String text() {
    return "onFail=" + onFail + " onError=" + onError + " " + condition.text();
  }

  @Override
  public String words() {
    StringBuilder words =
        new StringBuilder(onFail.word == Word.WARN ? "with a warning unless " : "only if ")
            .append(
                condition.phrase() instanceof Phrase.All(List<Phrase> parts) && !parts.isEmpty()
                    ? parts.stream().map(Phrase::text).collect(Collectors.joining("\nand "))
                    : condition.phrase().text());
    if (onFail.word != Word.WARN && onFail.word != Word.HALT) {
      words.append("\notherwise ").append(onFail.clause());
    }
    if (needsDatabase() && onError.word != Word.HALT) {
      words.append("\nif Spanner rejects the query, ").append(onError.clause());
    }
    return words.toString();
  }

  @Override
  public Outcome check(LiveDatabase database) {
    List<String> warnings = new ArrayList<>();
    try {
      return condition
          .check()
          .failure(database, warnings)
          .map(onFail::outcome)
          .orElseGet(() -> new Outcome.Run(String.join("; ", warnings)));
    } catch (QueryException refused) {
      return onError.outcome(unevaluated(refused));
    }
  }

  /// Returns why a condition could not be evaluated, if Spanner rejected its query. Rethrows every
  /// other failure, because a failure such as a lost connection says nothing about the condition.
  static String unevaluated(QueryException refused) {
    if (!refused.isRefusal()) {
      throw refused;
    }
    return "it could not be evaluated: " + LiquibaseErrors.text(refused);
  }
}
