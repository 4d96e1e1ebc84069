package dev.spannerpipe.adopt;

import java.util.Locale;
import java.util.Optional;

/// The settings of `adopt`.
///
/// @param from what built the database
/// @param count how many change sets to adopt, from the first one; empty if that is to be found
/// @param toTag the tag of the last change set to adopt; empty if that is to be found
/// @param unchecked whether objects may differ that the emulator cannot replay
/// @param emulator the `host:port` of the emulator that replays the changelog, if one is given
public record AdoptSettings(
    From from,
    Optional<Long> count,
    Optional<String> toTag,
    boolean unchecked,
    Optional<String> emulator) {
  /// What built the database.
  public enum From {
    /// Anything. The schema of the database decides.
    LIVE,
    /// Liquibase, whose history the pipe reads as it is.
    LIQUIBASE,
    /// golang-migrate, which stores the highest version.
    GOLANG_MIGRATE,
    /// wrench, which stores the highest version, or each one (RoryQ's fork).
    WRENCH;

    /// Returns the value of the variable `ADOPT_FROM`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
