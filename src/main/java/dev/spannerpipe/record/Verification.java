package dev.spannerpipe.record;

import java.util.List;
import java.util.Optional;

/// The result of a check of the record.
///
/// @param runs the number of runs that were checked
/// @param events the number of events that were checked
/// @param links the number of links in the hash chain of the database; each link is the entry of
///   one run
/// @param findings the inconsistencies, each a sentence without a full stop; empty if there are
///   none
/// @param expectedHead where the record contains the expected head, such as `event 3 of run X`;
///   empty if no head was expected or the record does not contain it
public record Verification(
    int runs, long events, int links, List<String> findings, Optional<String> expectedHead) {
  public Verification {
    findings = List.copyOf(findings);
  }

  /// Returns whether the check found no inconsistency.
  public boolean holds() {
    return findings.isEmpty();
  }

  /// Returns a summary of the check, as a sentence without a full stop.
  public String summary() {
    return "Checked runs: %d, events: %d, links: %d; ".formatted(runs, events, links)
        + (holds() ? "no inconsistencies" : "inconsistencies: " + findings.size())
        + expectedHead.map(place -> "; the expected head is " + place).orElse("");
  }
}
