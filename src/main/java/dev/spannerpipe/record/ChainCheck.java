package dev.spannerpipe.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks a database's record: whether each event, each run's row and each link is what it was when
/// it was written.
///
/// Found is every single change, removal, insertion and move of an event of any run or of a link,
/// and every rewriting of a run up to its link, hashes included.
///
/// Not found, as the record alone cannot tell, are these: that the row and all events of a run
/// without a link were taken away; that events after a run's link, or of a run without one, were
/// taken away or rewritten from some event to the end, if hashes and the run's row were rewritten
/// with them; and that everything from some link to the end, and the lease, was rewritten. Whoever
/// may write the tables can do that. A head that was kept elsewhere (the build's log and files, the
/// workflow's input) shows it: the event or the link that had this hash, and everything before it,
/// is what it was, or the head is not found.
///
/// A run may go on while its record is read. It changes its row whenever it adds an event or a
/// link, so what was read counts once the rows are the same after it as before.
public final class ChainCheck {
  private static final int MOST_PASSES = 20;
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

  /// Checks all that the database holds.
  ///
  /// @param expectedHead the hash of an event or of a link that was kept elsewhere; null for none
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
          "The lease says that the chain ends with link %d, %s, but it ends with link %d, %s"
              .formatted(end.links(), end.link(), reached.links(), reached.link()));
    }
  }

  private void next(RunRow run, RecordReader.ChainEnd before) {
    RunRow.Link link = link(run);
    String name = "Link " + link.number() + " (run " + run.runId() + ")";
    long expected = before.links() + 1;
    if (link.number() < expected) {
      findings.add(name + " is there twice, or counts wrongly");
    } else if (link.number() > expected) {
      findings.add(
          "Link "
              + expected
              + " is missing: the next one there is link "
              + link.number()
              + " (run "
              + run.runId()
              + ")");
    } else if (!link.previous().equals(before.link())) {
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
      findings.add(
          "The expected head " + expectedHead + " is neither an event nor a link of this record");
    }
  }

  private static RunRow.Link link(RunRow run) {
    return run.link().orElseThrow();
  }
}
