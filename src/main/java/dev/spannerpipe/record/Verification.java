package dev.spannerpipe.record;

import java.util.List;
import java.util.Optional;

/// What a check of the record found.
///
/// @param runs how many runs were checked
/// @param events how many events
/// @param links how many links of the database's chain
/// @param findings what does not fit, each a sentence without a full stop; none where all fits
/// @param expectedHead where the head that was kept elsewhere stands; empty where none was given or
///   it was not found
public record Verification(
    int runs, long events, int links, List<String> findings, Optional<String> expectedHead) {
  /// Copies the list.
  public Verification {
    findings = List.copyOf(findings);
  }

  /// Returns whether everything fits.
  public boolean holds() {
    return findings.isEmpty();
  }

  /// Returns what was checked and how that ended, as a sentence without a full stop.
  public String summary() {
    return "Checked runs: %d, events: %d, links: %d; ".formatted(runs, events, links)
        + (holds() ? "all fit together" : "what does not fit: " + findings.size())
        + expectedHead.map(place -> "; the expected head is " + place).orElse("");
  }
}
