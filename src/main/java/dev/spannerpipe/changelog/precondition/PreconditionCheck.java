package dev.spannerpipe.changelog.precondition;

import dev.spannerpipe.plan.LiveDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A condition inside of a precondition.
///
/// @param needsDatabase whether it asks the database
/// @param text the condition, canonically
/// @param check how it is evaluated
record PreconditionCheck(boolean needsDatabase, String text, Check check) {
  /// Evaluates a condition.
  @FunctionalInterface
  interface Check {
    /// Returns why it does not hold; nothing where it holds. Throws a `Failure` where it cannot be
    /// evaluated. Warnings go to the list.
    Optional<String> failure(LiveDatabase database, List<String> warnings);
  }

  /// Returns a condition whose value is known from the changelog alone.
  static PreconditionCheck fixed(String text, Optional<String> failure) {
    return new PreconditionCheck(false, text, (_, _) -> failure);
  }

  /// Returns a condition that holds where the query has rows.
  static PreconditionCheck exists(String text, String query, String otherwise) {
    return new PreconditionCheck(
        true,
        text,
        (database, _) ->
            database.query(query).isEmpty() ? Optional.of(otherwise) : Optional.empty());
  }

  private static PreconditionCheck combined(
      String name, List<PreconditionCheck> parts, Check check) {
    return new PreconditionCheck(
        parts.stream().anyMatch(PreconditionCheck::needsDatabase),
        name
            + parts.stream()
                .map(PreconditionCheck::text)
                .collect(Collectors.joining(",", "(", ")")),
        check);
  }

  /// Returns a condition that holds where all hold.
  static PreconditionCheck all(String name, List<PreconditionCheck> parts) {
    return combined(
        name,
        parts,
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

  /// Returns a condition that holds where one holds.
  static PreconditionCheck any(List<PreconditionCheck> parts) {
    return combined(
        "or",
        parts,
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

  /// Returns a condition that holds where none holds.
  static PreconditionCheck none(List<PreconditionCheck> parts) {
    return combined(
        "not",
        parts,
        (database, warnings) -> {
          for (PreconditionCheck part : parts) {
            if (part.check().failure(database, warnings).isEmpty()) {
              return Optional.of("not " + part.text() + " does not hold");
            }
          }
          return Optional.empty();
        });
  }
}
