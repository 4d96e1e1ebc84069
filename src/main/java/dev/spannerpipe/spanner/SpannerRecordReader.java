package dev.spannerpipe.spanner;

import com.google.cloud.spanner.DatabaseClient;
import com.google.cloud.spanner.Key;
import com.google.cloud.spanner.KeyRange;
import com.google.cloud.spanner.KeySet;
import com.google.cloud.spanner.Options;
import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Statement;
import dev.spannerpipe.record.RecordReader;
import dev.spannerpipe.record.RunId;
import dev.spannerpipe.record.RunRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads the record of a database, that is, the runs and their events, with the Spanner client.
final class SpannerRecordReader implements RecordReader {
  private static final Comparator<RunRow> NEWEST_FIRST =
      Comparator.comparing(RunRow::startedAt).reversed().thenComparing(RunRow::runId);

  /// How far the first search for the latest runs goes back. Each further search goes back
  /// [#FARTHER] times as far, and the last one to the beginning.
  private static final Duration RECENT = Duration.ofDays(1);

  private static final int FARTHER = 8;
  private static final int SEARCHES = 4;

  /// Sorts before and after each id.
  private static final Key FIRST = Key.of("");

  private static final Key LAST = Key.of(Character.toString(Character.MAX_CODE_POINT));

  private final DatabaseClient client;
  private final Calls calls;
  private final DatabaseDescription description;
  private final InstantSource clock;
  private final String tag;
  private final KeyReads reads;

  SpannerRecordReader(
      DatabaseClient client,
      Calls calls,
      DatabaseDescription description,
      InstantSource clock,
      String tag) {
    this.client = client;
    this.calls = calls;
    this.description = description;
    this.clock = clock;
    this.tag = tag;
    this.reads = new KeyReads(calls, description, client::singleUse, Options.tag(tag));
  }

  @Override
  public List<RunRow> runs(int limit) {
    KeySet keys = limit == Integer.MAX_VALUE ? KeySet.all() : latest(limit);
    return reads.runs(keys).stream().sorted(NEWEST_FIRST).toList();
  }

  /// Returns the keys of the latest runs. A read returns rows only in ascending order, so a read of
  /// the last rows needs a lower bound. The id of a run begins with its time.
  private KeySet latest(int limit) {
    List<String> ids = new ArrayList<>();
    Key end = LAST;
    Duration back = RECENT;
    for (int search = 0; search <= SEARCHES && ids.size() < limit; search++) {
      Key from = search == SEARCHES ? FIRST : Key.of(RunId.lowest(clock.instant().minus(back)));
      ids.addAll(0, reads.runIds(KeySet.range(KeyRange.closedOpen(from, end))));
      end = from;
      back = back.multipliedBy(FARTHER);
    }
    KeySet.Builder keys = KeySet.newBuilder();
    ids.subList(Math.max(0, ids.size() - limit), ids.size()).forEach(id -> keys.addKey(Key.of(id)));
    return keys.build();
  }

  @Override
  public List<String> eventLines(String runId) {
    return reads.eventLines(runId);
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
