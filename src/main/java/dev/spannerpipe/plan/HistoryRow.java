package dev.spannerpipe.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `DATABASECHANGELOG`, in the form that plain Liquibase reads and writes.
///
/// @param checksum Liquibase's checksum: the version of the algorithm, a colon and 32 hexadecimal
///   digits, as in `9:…`; null if somebody cleared it
public record HistoryRow(
    ChangeSetId changeSet,
    Instant dateExecuted,
    long orderExecuted,
    ExecType execType,
    @Nullable String checksum,
    @Nullable String description,
    @Nullable String comments,
    @Nullable String tag,
    @Nullable String liquibase,
    @Nullable String contexts,
    @Nullable String labels,
    @Nullable String deploymentId) {

  /// Liquibase's values for how a change set ran.
  public enum ExecType {
    /// The change set ran for the first time.
    EXECUTED,
    /// The change set ran again.
    RERAN,
    /// The change set did not run, because its precondition did not hold and specifies `onFail:
    /// MARK_RAN`.
    MARK_RAN,
    /// Any other value of Liquibase. A change set with such a row counts as applied.
    OTHER
  }

  /// Returns the checksum, if there is one.
  public Optional<String> storedChecksum() {
    return Optional.ofNullable(checksum);
  }
}
