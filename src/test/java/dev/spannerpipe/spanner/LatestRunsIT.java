package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.record.RecordReader;
import dev.spannerpipe.record.RunId;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.SpannerProxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `history` shows the latest runs of a database that may have had any number of them.
@Concurrent
class LatestRunsIT {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void showsTheLatestRunsHoweverFarTheyGoBack(Dialect dialect) {
    List<RunRow> newestFirst = runs(Instant.now());
    List<RunRow> shuffled = new ArrayList<>(newestFirst);
    Collections.shuffle(shuffled, new Random(7));
    try (Opened opened = Opened.withTables(dialect)) {
      opened
          .port()
          .transact(
              "test",
              transaction -> {
                transaction.readWithoutIntents();
                shuffled.forEach(run -> transaction.write(new Write.PutRun(run)));
                return true;
              });

      for (int limit : List.of(1, 3, 20, 39, 40, 41, 49, 50, Integer.MAX_VALUE)) {
        assertThat(opened.record().runs(limit))
            .as("limit %d", limit)
            .containsExactlyElementsOf(newestFirst.subList(0, Math.min(limit, 50)));
      }
    }
  }

  /// Returns ten runs of a clock that is ahead, and ten of each of the last hours, weeks, years,
  /// and of a clock that was never set.
  private static List<RunRow> runs(Instant now) {
    List<Instant> starts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      starts.add(now.plus(Duration.ofMinutes(5).multipliedBy(10 - i)));
    }
    for (Duration apart : List.of(Duration.ofHours(2), Duration.ofDays(6), Duration.ofDays(200))) {
      for (int i = 1; i <= 10; i++) {
        starts.add(now.minus(apart.multipliedBy(i)));
      }
    }
    for (int i = 10; i > 0; i--) {
      starts.add(Instant.EPOCH.plus(Duration.ofDays(i)));
    }
    Random random = new Random(1);
    return starts.stream()
        .sorted(Collections.reverseOrder())
        .map(Instant::getEpochSecond)
        .map(Instant::ofEpochSecond)
        .map(start -> run(RunId.create(start, random), start))
        .toList();
  }

  private static RunRow run(String id, Instant start) {
    return new RunRow(
        id,
        "apply",
        "0.1.0",
        null,
        null,
        start,
        null,
        null,
        null,
        0,
        "a".repeat(64),
        Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void readsTheRunsOfOneDayInTwoRequestsWithoutAQuery(Dialect dialect) throws Exception {
    try (Opened opened = Opened.withTables(dialect);
        SpannerProxy proxy = SpannerProxy.of(EmulatorServer.running().host());
        SpannerConnection connection = connection(opened, proxy)) {
      Instant now = Instant.now();
      RunRow run = run(RunId.create(now, new Random(1)), now);
      opened
          .port()
          .transact(
              "test",
              transaction -> {
                transaction.readWithoutIntents();
                transaction.write(new Write.PutRun(run));
                return true;
              });
      DatabaseDescription description =
          connection.createTables(connection.describe(), OperationListener.NONE);
      RecordReader record = connection.recordReader(description, "test");
      proxy.forgetRequests();

      assertThat(record.runs(1)).hasSize(1);
      assertThat(record.eventLines(run.runId())).isEmpty();

      assertThat(proxy.requests())
          .containsExactly("StreamingRead", "StreamingRead", "StreamingRead");
    }
  }

  private static SpannerConnection connection(Opened opened, SpannerProxy proxy) {
    SystemTime time = new SystemTime();
    return SpannerConnection.open(
        new SpannerSettings(
            opened.database().settings().name(),
            Optional.empty(),
            Optional.of(URI.create("http://" + proxy.address())),
            Optional.empty()),
        Optional.empty(),
        time,
        new Retry(time, () -> 0.5));
  }
}
