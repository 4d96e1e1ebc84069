package dev.spannerpipe.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks a database's record: whether each event, each run's row and each link is unchanged since
/// it was written. A link is a run's entry in the hash chain of the database.
///
/// The check finds each single change, removal, insertion and move of an event or a link. The check
/// also finds that events before a run's link were rewritten, even if their new hashes match.
///
/// Someone who can write the tables can make changes that the record alone does not reveal:
/// - Removing the row and all events of a run that has no link.
/// - Removing or rewriting events after a run's link, or the last events of a run without a link,
///   if the hashes and the run's row are rewritten to match.
/// - Rewriting everything from some link to the end, including the hash of the last link, which the
///   lease's row also contains.
///
/// A head is the hash of a run's last event. A head that was kept elsewhere (build log, files,
/// input of the workflow) reveals these changes. If the record still contains the kept hash, then
/// the event or link with this hash, and everything before it, is unchanged.
///
/// A run may add events while this class reads them, and changes its row whenever it adds an event
/// or a link. So this class reads again, at most 20 times, until the rows of the runs are the same
/// before and after the reading.
public final class ChainCheck {
  private static final int MOST_PASSES = 20;

  /// Stands for the end of a chain without links.
  private static final RecordReader.ChainEnd NO_LINKS = new RecordReader.ChainEnd(0, Chain.GENESIS);

  private final RecordReader reader;
  private final @Nullable String expectedHead;
  private final Map<RunRow, RunCheck> checked = new HashMap<>();
  private final List<String> findings = new ArrayList<>();
  private final List<RunRow> linked = new ArrayList<>();
  private Optional<String> place = Optional.empty();
  private long events;

  private ChainCheck(RecordReader reader, @Nullable String expectedHead) {
    this.reader = reader;
    this.expectedHead = expectedHead;
  }

  /// Checks the whole record of the database.
  ///
  /// @param expectedHead a hash, kept elsewhere, that an event or a link of the record must have;
  ///   null if no hash is expected
  public static Verification check(RecordReader reader, @Nullable String expectedHead) {
    return new ChainCheck(reader, expectedHead).check();
  }

  private Verification check() {
    List<RunRow> runs = reader.runs(Integer.MAX_VALUE);
    RecordReader.ChainEnd end = read(runs);
    List<RunRow> after = reader.runs(Integer.MAX_VALUE);
    for (int pass = 1; !after.equals(runs) && pass < MOST_PASSES; pass++) {
      runs = after;
      end = read(runs);
      after = reader.runs(Integer.MAX_VALUE);
    }
    runs.reversed().forEach(this::run);
    links(end);
    expectation();
    return new Verification(runs.size(), events, linked.size(), findings, place);
  }

  private RecordReader.ChainEnd read(List<RunRow> runs) {
    for (RunRow run : runs) {
      checked.computeIfAbsent(run, _ -> RunCheck.of(run, reader.eventLines(run.runId())));
    }
    return reader.chainEnd().orElse(NO_LINKS);
  }

  private void run(RunRow run) {
    RunCheck check = Objects.requireNonNull(checked.get(run), "it was read before");
    findings.addAll(check.findings());
    events += check.events();
    for (Map.Entry<Long, String> event : check.hashes().entrySet()) {
      seen(event.getValue(), "event " + event.getKey() + " of run " + run.runId());
    }
    run.link()
        .ifPresent(
            link -> {
              linked.add(run);
              seen(link.hash(), "link " + link.number() + " (run " + run.runId() + ")");
            });
  }

  private void links(RecordReader.ChainEnd end) {
    linked.sort(Comparator.comparingLong(run -> link(run).number()));
    RecordReader.ChainEnd reached = NO_LINKS;
    for (RunRow run : linked) {
      next(run, reached);
      reached = new RecordReader.ChainEnd(link(run).number(), link(run).hash());
    }
    if (!reached.equals(end)) {
      findings.add(
          "According to the lease, the chain ends with link %d, %s, but the last stored link is %d, %s"
              .formatted(end.links(), end.linkHash(), reached.links(), reached.linkHash()));
    }
  }

  private void next(RunRow run, RecordReader.ChainEnd before) {
    RunRow.Link link = link(run);
    String name = "Link " + link.number() + " (run " + run.runId() + ")";
    long expected = before.links() + 1;
    if (link.number() < expected) {
      findings.add(name + " exists twice or has a wrong number");
    } else if (link.number() > expected) {
      findings.add(
          "Link "
              + expected
              + " is missing: the next link is "
              + link.number()
              + " (run "
              + run.runId()
              + ")");
    } else if (!link.previous().equals(before.linkHash())) {
      findings.add(name + " does not continue the link before it");
    }
  }

  private void seen(String hash, String where) {
    if (hash.equalsIgnoreCase(expectedHead)) {
      place = Optional.of(where);
    }
  }

  private void expectation() {
    if (expectedHead != null && place.isEmpty()) {
      findings.add("No event and no link of this record has the expected head " + expectedHead);
    }
  }

  private static RunRow.Link link(RunRow run) {
    return run.link().orElseThrow();
  }
}
