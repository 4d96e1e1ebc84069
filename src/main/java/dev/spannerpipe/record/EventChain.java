package dev.spannerpipe.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Follows the hash chain of one run's events, in the order in which they are stored. Each event
/// must be unchanged, have the next number, and contain the hash of the event before it.
final class EventChain {
  private final String runId;
  private long lastSequence;
  private String lastHash = Chain.GENESIS;

  EventChain(String runId) {
    this.runId = runId;
  }

  /// Adds the next event, and returns what is inconsistent: sentences without a full stop.
  List<String> add(StoredEvent event) {
    List<String> findings = new ArrayList<>();
    order(event).ifPresent(findings::add);
    content(event, findings);
    lastSequence = event.sequence();
    lastHash = event.hash();
    return findings;
  }

  /// Returns the number of the last event; 0 if there is none.
  long lastSequence() {
    return lastSequence;
  }

  /// Returns the hash of the last event, or [Chain#GENESIS] if there is none.
  String lastHash() {
    return lastHash;
  }

  private Optional<String> order(StoredEvent event) {
    long expected = lastSequence + 1;
    if (event.sequence() > expected) {
      return Optional.of(
          event.sequence() == expected + 1
              ? "Event " + expected + " of run " + runId + " is missing"
              : "Events %d to %d of run %s are missing"
                  .formatted(expected, event.sequence() - 1, runId));
    }
    if (event.sequence() < expected) {
      return Optional.of(name(event) + " comes after event " + lastSequence);
    }
    if (event.text("previousHash").equals(Optional.of(lastHash))) {
      return Optional.empty();
    }
    return Optional.of(
        lastSequence == 0
            ? name(event) + " does not begin a chain: its previous hash is not all zeros"
            : name(event)
                + " does not continue event "
                + lastSequence
                + ": its previous hash is not the hash of that event");
  }

  private void content(StoredEvent event, List<String> findings) {
    if (!event.intact()) {
      findings.add(name(event) + " was changed: its content does not match its hash");
    }
    if (!event.text("runId").equals(Optional.of(runId))) {
      findings.add(name(event) + " has the run id " + event.text("runId").orElse("(none)"));
    }
  }

  private String name(StoredEvent event) {
    return "Event " + event.sequence() + " of run " + runId;
  }
}
