package dev.spannerpipe.preview.replay;

import java.util.List;
import java.util.Optional;

/// A construct that Spanner has and an emulator may not have.
///
/// @param name the construct in the words of Spanner's documentation, such as `ON UPDATE`
/// @param probe a statement with the construct that a scratch database of [Probes] accepts if the
///   emulator has the construct
/// @param removal how the construct is taken out of a statement
record Gap(String name, String probe, Removal removal) {
  /// Takes a construct out of a statement.
  @FunctionalInterface
  interface Removal {
    /// Returns the statements that stand for this one without the construct; no statement if the
    /// whole statement must be left out. Returns empty if the construct is not in the statement.
    Optional<List<String>> without(DdlText statement);
  }

  /// Creates a gap whose construct is a statement of its own.
  static Gap leavingOut(String name, String probe, Finder finder) {
    return new Gap(
        name,
        probe,
        statement -> finder.isIn(statement) ? Optional.of(List.of()) : Optional.empty());
  }

  /// Creates a gap whose construct is taken out as often as it is found.
  static Gap takingOut(String name, String probe, Step step) {
    return new Gap(name, probe, statement -> repeated(statement, step));
  }

  private static Optional<List<String>> repeated(DdlText statement, Step step) {
    DdlText rest = statement;
    // Each step removes what it finds, so there are never more steps than tokens.
    for (int i = 0; i <= statement.size(); i++) {
      Optional<String> shorter = step.without(rest);
      if (shorter.isEmpty()) {
        return i == 0 ? Optional.empty() : Optional.of(List.of(rest.text()));
      }
      rest = rest.of(shorter.get());
    }
    return Optional.of(List.of());
  }

  /// Finds a construct in a statement.
  @FunctionalInterface
  interface Finder {
    boolean isIn(DdlText statement);
  }

  /// Takes a construct out of one place of a statement.
  @FunctionalInterface
  interface Step {
    /// Returns the statement without the first of these constructs; empty if it has none.
    Optional<String> without(DdlText statement);
  }
}
