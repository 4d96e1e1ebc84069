package dev.spannerpipe.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `DATABASECHANGELOG`, in the form that plain Liquibase reads and writes.
///
/// @param checksum the version, a colon and 32 hexadecimal digits, as in `9:…`; null if somebody
///   cleared the checksums
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
    /// It ran for the first time.
    EXECUTED,
    /// It ran again.
    RERAN,
    /// A precondition found that its effect exists already.
    MARK_RAN,
    /// Liquibase has more values. A row with any of them counts as applied.
    OTHER
  }

  /// Returns the checksum, if there is one.
  public Optional<String> storedChecksum() {
    return Optional.ofNullable(checksum);
  }
}
