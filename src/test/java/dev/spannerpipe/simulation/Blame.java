package dev.spannerpipe.simulation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which statement a failure names.
final class Blame {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "Spanner (?:rejected|neither accepted nor rejected) statement \\d+ of \\d+, (?:the partitioned update )?`([^`]*)`");

  private Blame() {}

  static Optional<String> of(@Nullable RuntimeException failure) {
    return Optional.ofNullable(failure)
        .map(thrown -> STATEMENT.matcher(String.valueOf(thrown.getMessage())))
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  /// Returns whether the failure says that nothing of the statement's transaction took effect.
  static boolean isRolledBack(@Nullable RuntimeException failure) {
    return failure != null
        && String.valueOf(failure.getMessage()).contains("its transaction was rolled back");
  }

  /// Returns whether the failure says that there was no clear answer.
  static boolean isUnclear(@Nullable RuntimeException failure) {
    return failure != null
        && String.valueOf(failure.getMessage()).contains("neither accepted nor rejected");
  }
}
