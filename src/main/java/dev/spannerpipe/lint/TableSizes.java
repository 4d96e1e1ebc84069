package dev.spannerpipe.lint;

import dev.spannerpipe.schema.Name;
import java.util.Map;
import java.util.OptionalLong;

/// How many bytes the tables of a database have.
///
/// Source: `SPANNER_SYS.TABLE_SIZES_STATS_1HOUR`, which Spanner updates every hour.
public record TableSizes(Map<Name, Long> bytes) {
  /// The sizes of tables of which nothing is known.
  public static final TableSizes UNKNOWN = new TableSizes(Map.of());

  /// A table of at least this size is large.
  static final long GIBIBYTE = 1L << 30;

  /// Copies the sizes.
  public TableSizes {
    bytes = Map.copyOf(bytes);
  }

  /// Returns the size of a table in bytes; empty if it is not known.
  public OptionalLong of(Name table) {
    Long size = bytes.get(table);
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }
}
