package dev.spannerpipe.changelog.precondition;

import dev.spannerpipe.plan.LiveDatabase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A condition inside of a precondition.
///
/// @param needs which part of the database the condition depends on
/// @param text the condition in canonical form, for the plan digest (the hash of the plan)
/// @param phrase the condition as an English clause
/// @param check evaluates the condition
record PreconditionCheck(Needs needs, String text, Phrase phrase, Check check) {
  /// The part of the database that a condition depends on. `ROWS` includes `SCHEMA`.
  enum Needs {
    NOTHING,
    /// The schema, and the history of change sets in `DATABASECHANGELOG`.
    SCHEMA,
    /// The rows of the tables.
    ROWS
  }

  /// Evaluates a condition.
  @FunctionalInterface
  interface Check {
    /// Returns why the condition does not hold; empty if it holds. Adds warnings to the list.
    /// Throws a `Failure` if the condition cannot be evaluated.
    Optional<String> failure(LiveDatabase database, List<String> warnings);
  }

  /// Returns a condition whose result depends only on the changelog.
  ///
  /// @param failure why the condition does not hold; empty if it holds
  static PreconditionCheck fixed(String text, Phrase phrase, Optional<String> failure) {
    return new PreconditionCheck(Needs.NOTHING, text, phrase, (_, _) -> failure);
  }

  /// Returns a condition that holds if the query returns rows.
  static PreconditionCheck exists(String text, Phrase phrase, String query) {
    return new PreconditionCheck(
        Needs.SCHEMA,
        text,
        phrase,
        (database, _) ->
            database.query(query).isEmpty()
                ? Optional.of(phrase.negated().text())
                : Optional.empty());
  }

  private static PreconditionCheck combined(
      String name, List<PreconditionCheck> parts, Phrase phrase, Check check) {
    return new PreconditionCheck(
        parts.stream()
            .map(PreconditionCheck::needs)
            .max(Comparator.naturalOrder())
            .orElse(Needs.NOTHING),
        name
            + parts.stream()
                .map(PreconditionCheck::text)
                .collect(Collectors.joining(",", "(", ")")),
        phrase,
        check);
  }

  private static List<Phrase> phrases(List<PreconditionCheck> parts) {
    return parts.stream().map(PreconditionCheck::phrase).toList();
  }

  /// Returns a condition that holds if all parts hold.
  static PreconditionCheck all(String name, List<PreconditionCheck> parts) {
    return combined(
        name,
        parts,
        Phrase.all(phrases(parts)),
        (database, warnings) -> {
          for (PreconditionCheck part : parts) {
            Optional<String> failure = part.check().failure(database, warnings);
            if (failure.isPresent()) {
              return failure;
            }
          }
          return Optional.empty();
        });
  }

  /// Returns a condition that holds if at least one part holds.
  static PreconditionCheck any(List<PreconditionCheck> parts) {
    return combined(
        "or",
        parts,
        Phrase.any(phrases(parts)),
        (database, warnings) -> {
          List<String> failures = new ArrayList<>();
          for (PreconditionCheck part : parts) {
            Optional<String> failure = part.check().failure(database, warnings);
            if (failure.isEmpty()) {
              return failure;
            }
            failures.add(failure.get());
          }
          return Optional.of(String.join("; ", failures));
        });
  }

  /// Returns a condition that holds if no part holds.
  static PreconditionCheck none(List<PreconditionCheck> parts) {
    return combined(
        "not",
        parts,
        Phrase.all(phrases(parts).stream().map(Phrase::negated).toList()),
        (database, warnings) -> {
          for (PreconditionCheck part : parts) {
            if (part.check().failure(database, warnings).isEmpty()) {
              return Optional.of(part.phrase().text());
            }
          }
          return Optional.empty();
        });
  }
}
