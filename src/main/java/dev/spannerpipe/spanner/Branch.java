package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Struct;
import dev.spannerpipe.sql.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One branch of a `UNION ALL` query, which reads several tables at one timestamp in one request.
/// All branches return the same columns: the name of the part, then numbers, times and texts. A
/// part with fewer columns fills the rest with null.
///
/// @param from the rest of the query after the list of columns
record Branch(
    Part part, List<String> numbers, List<String> times, List<String> texts, String from) {
  /// The kind of a row.
  enum Part {
    TIME,
    LEASE,
    LOCK,
    INTENT,
    CURSOR,
    RUN,
    VERSION,
    HISTORY,
    EXECUTION
  }

  private static final int NUMBERS = 4;
  private static final int TIMES = 3;
  private static final int TEXTS = 12;

  /// Returns the branch as a query.
  String sql(Dialect dialect) {
    List<String> columns = new ArrayList<>();
    columns.add("'" + part + "' AS Part");
    add(columns, numbers, NUMBERS, "N", type(dialect, "INT64", "bigint"));
    add(columns, times, TIMES, "T", type(dialect, "TIMESTAMP", "timestamp with time zone"));
    add(columns, texts, TEXTS, "S", type(dialect, "STRING", "character varying"));
    return "SELECT " + String.join(", ", columns) + " " + from;
  }

  private static void add(
      List<String> columns, List<String> expressions, int count, String prefix, String type) {
    for (int index = 0; index < count; index++) {
      String expression =
          index < expressions.size() ? expressions.get(index) : "CAST(NULL AS " + type + ")";
      columns.add(expression + " AS " + prefix + (index + 1));
    }
  }

  private static String type(Dialect dialect, String googleSql, String postgresql) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> googleSql;
      case POSTGRESQL -> postgresql;
    };
  }

  /// A row of the query's result.
  record Row(Struct struct) {
    Part part() {
      return Part.valueOf(struct.getString(0));
    }

    /// Returns a number by its index, from 0.
    @Nullable Long optionalNumber(int index) {
      int column = 1 + index;
      return struct.isNull(column) ? null : struct.getLong(column);
    }

    /// Returns a number by its index, from 0; 0 if it is null.
    long number(int index) {
      Long number = optionalNumber(index);
      return number == null ? 0 : number;
    }

    /// Returns a time by its index, from 0.
    @Nullable Instant optionalTime(int index) {
      int column = 1 + NUMBERS + index;
      return struct.isNull(column) ? null : Times.instant(struct.getTimestamp(column));
    }

    /// Returns a time by its index, from 0; the epoch (1970) if it is null.
    Instant time(int index) {
      Instant time = optionalTime(index);
      return time == null ? Instant.EPOCH : time;
    }

    /// Returns a text by its index, from 0.
    @Nullable String optionalText(int index) {
      int column = 1 + NUMBERS + TIMES + index;
      return struct.isNull(column) ? null : struct.getString(column);
    }

    /// Returns a text by its index, from 0; empty if it is null.
    String text(int index) {
      String text = optionalText(index);
      return text == null ? "" : text;
    }
  }
}
