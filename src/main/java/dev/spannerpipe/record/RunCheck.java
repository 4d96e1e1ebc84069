package dev.spannerpipe.record;

import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Checks one run: compares the run's events with each other, and compares the run's row and its
/// link (the run's entry in the hash chain of the database) with the events.
final class RunCheck {
  private final RunRow run;
  private final List<String> findings = new ArrayList<>();
  private final Map<Long, String> hashes = new TreeMap<>();
  private long events;
  private final EventChain chain;

  private RunCheck(RunRow run) {
    this.run = run;
    this.chain = new EventChain(run.runId());
  }

  /// Checks a run.
  ///
  /// @param lines the stored events of the run
  static RunCheck of(RunRow run, List<String> lines) {
    RunCheck check = new RunCheck(run);
    check.events = lines.size();
    lines.forEach(check::line);
    check.tail();
    run.link().ifPresent(check::link);
    return check;
  }

  /// Returns the inconsistencies that were found.
  List<String> findings() {
    return findings;
  }

  /// Returns how many events the run has.
  long events() {
    return events;
  }

  /// Returns the hash of each event by its sequence number.
  Map<Long, String> hashes() {
    return hashes;
  }

  private void line(String line) {
    Optional<StoredEvent> stored = StoredEvent.parse(line);
    if (stored.isEmpty()) {
      find(
          "The row after event "
              + chain.lastSequence()
              + " of run "
              + run.runId()
              + " is not an event");
      return;
    }
    StoredEvent event = stored.get();
    findings.addAll(chain.add(event));
    row(event);
    hashes.putIfAbsent(event.sequence(), event.hash());
  }

  /// Compares the run's row with the event. The row repeats some members of the events, and people
  /// see the row first.
  private void row(StoredEvent event) {
    same(event, "commit", run.commit(), event.text("commit"));
    same(event, "build URL", run.buildUrl(), event.text("buildUrl"));
    event.event().ifPresent(what -> row(event, what));
  }

  private void row(StoredEvent stored, RunEvent event) {
    switch (event) {
      case RunStarted(String command, String version) -> {
        same(stored, "command", run.command(), Optional.of(command));
        same(stored, "version", run.version(), Optional.of(version));
      }
      case RunEnded(long exitCode, String _) ->
          same(stored, "exit code", run.exitCode(), Optional.of(String.valueOf(exitCode)));
      case LifecycleEvent _,
          AccessEvent _,
          ChangeSetEvent _,
          ExecutionEvent _,
          LeaseEvent _,
          RecoveryEvent _,
          SchemaOperationEvent _,
          StateEvent _ -> {}
    }
  }

  private void same(
      StoredEvent event, String what, @Nullable Object ofRow, Optional<String> ofEvent) {
    Optional<String> expected = Optional.ofNullable(ofRow).map(String::valueOf);
    if (!expected.equals(ofEvent)) {
      find(
          "The row of run %s has the %s %s, but event %d has %s"
              .formatted(
                  run.runId(),
                  what,
                  expected.orElse("(none)"),
                  event.sequence(),
                  ofEvent.orElse("(none)")));
    }
  }

  private void tail() {
    if (run.headSequence() != chain.lastSequence()) {
      find(
          "According to its row, run %s ends with event %d, but the last stored event is event %d"
              .formatted(run.runId(), run.headSequence(), chain.lastSequence()));
    } else if (!run.head().equals(chain.lastHash())) {
      find(
          "The head in the row of run %s is not the hash of the last event, event %d"
              .formatted(run.runId(), chain.lastSequence()));
    }
  }

  private void link(RunRow.Link link) {
    String name = "Link " + link.number() + " (run " + run.runId() + ")";
    if (!link.head().equals(hashes.get(link.sequence()))) {
      find(name + " has a head that is not the hash of event " + link.sequence());
    }
    String hash =
        Chain.linkHash(link.number(), link.previous(), run.runId(), link.sequence(), link.head());
    if (!link.hash().equals(hash)) {
      find(name + " was changed: its content does not match its hash");
    }
  }

  private void find(String finding) {
    findings.add(finding);
  }
}
