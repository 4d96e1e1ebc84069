package dev.spannerpipe.record;

import dev.spannerpipe.record.LifecycleEvent.EmulatorPrepared;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A database's record in memory. Tests change it as somebody with write access could.
final class FakeRecord implements RecordReader {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  static final ChainEnd NONE = new ChainEnd(0, Chain.GENESIS);

  final Map<String, RunRow> rows = new LinkedHashMap<>();
  final Map<String, List<String>> lines = new LinkedHashMap<>();
  ChainEnd end = NONE;

  /// What happens while events are read.
  Runnable meanwhile = () -> {};

  /// Four runs: two with a link, one without, and one more with a link that has events after it.
  static FakeRecord sample() {
    FakeRecord record = new FakeRecord();
    record.add("run-a", 5, 5);
    record.add("run-b", 4, 2);
    record.add("run-c", 3, 0);
    record.add("run-d", 4, 3);
    return record;
  }

  /// Adds a run with so many events, linked at one of them; 0 for not at all.
  void add(String runId, int events, int linkedAt) {
    RunLog log = new RunLog(context(runId), InstantSource.fixed(NOON));
    log.add(new RunStarted("apply", "0.1.0"));
    for (int i = 2; i < events; i++) {
      log.add(new EmulatorPrepared("table T" + i));
    }
    log.add(new RunEnded(0, "Done."));
    lines.put(runId, new ArrayList<>(log.events().stream().map(RecordedEvent::line).toList()));
    Optional<RunRow.Link> link =
        linkedAt == 0 ? Optional.empty() : Optional.of(link(log, linkedAt));
    rows.put(runId, row(runId, events, log.head(), link));
  }

  private RunRow.Link link(RunLog log, int sequence) {
    long number = end.links() + 1;
    String head = log.events().get(sequence - 1).hash();
    String hash = Chain.linkHash(number, end.linkHash(), log.context().runId(), sequence, head);
    RunRow.Link link = new RunRow.Link(number, sequence, head, end.linkHash(), hash);
    end = new ChainEnd(number, hash);
    return link;
  }

  static RunContext context(String runId) {
    return new RunContext(
        runId, "apply", "0.1.0", Map.of(), Map.of(), "projects/p", "c0ffee", "https://build/1");
  }

  static RunRow row(String runId, long sequence, String head, Optional<RunRow.Link> link) {
    return new RunRow(
        runId,
        "apply",
        "0.1.0",
        "c0ffee",
        "https://build/1",
        NOON,
        NOON,
        0L,
        null,
        sequence,
        head,
        link);
  }

  /// Replaces a run's link.
  void relink(String runId, Optional<RunRow.Link> link) {
    RunRow old = rows.get(runId);
    rows.put(runId, row(runId, old.headSequence(), old.head(), link));
  }

  FakeRecord copy() {
    FakeRecord copy = new FakeRecord();
    copy.rows.putAll(rows);
    lines.forEach((run, events) -> copy.lines.put(run, new ArrayList<>(events)));
    copy.end = end;
    return copy;
  }

  @Override
  public List<RunRow> runs(int limit) {
    return new ArrayList<>(rows.values()).reversed().stream().limit(limit).toList();
  }

  @Override
  public List<String> eventLines(String runId) {
    meanwhile.run();
    return List.copyOf(lines.getOrDefault(runId, List.of()));
  }

  @Override
  public Optional<ChainEnd> chainEnd() {
    return end.links() == 0 ? Optional.empty() : Optional.of(end);
  }
}
