package dev.spannerpipe.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A row of `DATABASECHANGELOG`, in the shape that plain Liquibase reads and writes.
///
/// @param checksum `9:` and 32 hexadecimal digits; null where somebody cleared the checksums
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

  /// Liquibase's own words for how a change set ran.
  public enum ExecType {
    /// It ran for the first time.
    EXECUTED,
    /// It ran again.
    RERAN,
    /// A precondition said that its work is there already.
    MARK_RAN,
    /// Liquibase knows more words; a row that has one counts as applied.
    OTHER
  }

  /// Returns the checksum, if there is one.
  public Optional<String> storedChecksum() {
    return Optional.ofNullable(checksum);
  }
}
