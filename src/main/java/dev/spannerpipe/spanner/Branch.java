package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Struct;
import dev.spannerpipe.sql.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One `SELECT` of a `UNION ALL` query. The query reads several tables in one request, at one
/// timestamp. Each `SELECT` is one part of the query. All parts have the same columns: the name of
/// the part, then numbers, times and texts. The columns that a part does not need are null.
///
/// @param part the value of the first column
/// @param numbers the SQL expressions of the number columns
/// @param times the SQL expressions of the time columns
/// @param texts the SQL expressions of the text columns
/// @param from the rest of the `SELECT` after the list of columns
record Branch(
    Part part, List<String> numbers, List<String> times, List<String> texts, String from) {
  /// The name of a part, which shows what the part's rows contain.
  enum Part {
    TIME,
    LEASE,
    LOCK,
    INTENT,
    CURSOR,
    RUN,
    EVENT,
    VERSION,
    CLOSED_BEFORE,
    HISTORY,
    EXECUTION
  }

  private static final int NUMBERS = 4;
  private static final int TIMES = 3;
  private static final int TEXTS = 12;

  /// Returns the SQL of this `SELECT`.
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

  /// Returns the columns of a read of the table by key, which needs no query.
  List<String> columns() {
    List<String> columns = new ArrayList<>(numbers);
    columns.addAll(times);
    columns.addAll(texts);
    return columns;
  }

  /// Returns a row that was read by key with these [#columns].
  Row row(Struct struct) {
    return new Row(part, struct, 0, numbers.size(), numbers.size() + times.size());
  }

  /// A row of the result of a query, or of a read by key.
  ///
  /// @param numbersFrom the index of the first number column; the others likewise
  record Row(Part part, Struct struct, int numbersFrom, int timesFrom, int textsFrom) {
    /// Returns a row of the query's result.
    static Row of(Struct struct) {
      return new Row(
          Part.valueOf(struct.getString(0)), struct, 1, 1 + NUMBERS, 1 + NUMBERS + TIMES);
    }

    /// Returns the value of a number column, counted from 0; null if the column is null.
    @Nullable Long optionalNumber(int index) {
      int column = numbersFrom + index;
      return struct.isNull(column) ? null : struct.getLong(column);
    }

    /// Returns the value of a number column, counted from 0; the number 0 if the column is null.
    long number(int index) {
      Long number = optionalNumber(index);
      return number == null ? 0 : number;
    }

    /// Returns the value of a time column, counted from 0; null if the column is null.
    @Nullable Instant optionalTime(int index) {
      int column = timesFrom + index;
      return struct.isNull(column) ? null : Times.instant(struct.getTimestamp(column));
    }

    /// Returns the value of a time column, counted from 0; the beginning of 1970 if the column is
    /// null.
    Instant time(int index) {
      Instant time = optionalTime(index);
      return time == null ? Instant.EPOCH : time;
    }

    /// Returns the value of a text column, counted from 0; null if the column is null.
    @Nullable String optionalText(int index) {
      int column = textsFrom + index;
      return struct.isNull(column) ? null : struct.getString(column);
    }

    /// Returns the value of a text column, counted from 0; the empty string if the column is null.
    String text(int index) {
      String text = optionalText(index);
      return text == null ? "" : text;
    }
  }
}
