package dev.spannerpipe.spanner;

import com.google.cloud.spanner.DatabaseClient;
import com.google.cloud.spanner.Options;
import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Statement;
import dev.spannerpipe.record.RecordReader;
import dev.spannerpipe.record.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads the record of a database, that is, the runs and their events, with the Spanner client.
final class SpannerRecordReader implements RecordReader {
  private final DatabaseClient client;
  private final Calls calls;
  private final DatabaseDescription description;
  private final String tag;

  SpannerRecordReader(
      DatabaseClient client, Calls calls, DatabaseDescription description, String tag) {
    this.client = client;
    this.calls = calls;
    this.description = description;
    this.tag = tag;
  }

  @Override
  public List<RunRow> runs(int limit) {
    if (!description.has(BookKeepingTable.SPANNER_PIPE_RUN)) {
      return List.of();
    }
    Branch branch =
        new Branch(
            Branch.Part.RUN,
            BookKeepingQuery.RUN_NUMBERS,
            BookKeepingQuery.RUN_TIMES,
            BookKeepingQuery.RUN_TEXTS,
            "FROM SPANNER_PIPE_RUN ORDER BY StartedAt DESC, RunId LIMIT " + limit);
    return read(
        Statement.of(branch.sql(description.dialect())), rows -> SpannerDatabase.rows(rows).runs());
  }

  @Override
  public List<String> eventLines(String runId) {
    if (!description.has(BookKeepingTable.SPANNER_PIPE_STEP)) {
      return List.of();
    }
    String parameter =
        switch (description.dialect()) {
          case GOOGLE_STANDARD_SQL -> "@p1";
          case POSTGRESQL -> "$1";
        };
    Statement statement =
        Statement.newBuilder(
                "SELECT Event FROM SPANNER_PIPE_STEP WHERE RunId = "
                    + parameter
                    + " ORDER BY Sequence")
            .bind("p1")
            .to(runId)
            .build();
    return read(
        statement,
        rows -> {
          List<String> lines = new ArrayList<>();
          while (rows.next()) {
            lines.add(rows.getString(0));
          }
          return lines;
        });
  }

  @Override
  public Optional<ChainEnd> chainEnd() {
    if (!description.has(BookKeepingTable.SPANNER_PIPE_LEASE)) {
      return Optional.empty();
    }
    return read(
        Statement.of("SELECT Links, Link FROM SPANNER_PIPE_LEASE WHERE LeaseId = 1 AND Links > 0"),
        rows ->
            rows.next()
                ? Optional.of(new ChainEnd(rows.getLong(0), rows.getString(1)))
                : Optional.empty());
  }

  private <T> T read(Statement statement, Function<ResultSet, T> read) {
    return calls.attempt(
        Calls.CALL,
        () -> {
          try (ResultSet rows = client.singleUse().executeQuery(statement, Options.tag(tag))) {
            return read.apply(rows);
          }
        });
  }
}
