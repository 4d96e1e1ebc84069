package dev.spannerpipe.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the lines of a `record.jsonl` and checks the hash chain of each run in it. Several runs
/// may have written to the file, even at the same time, so lines of different runs may alternate.
///
/// The file alone does not show whether the last events of a run, or all events of a run, are
/// missing. A head (the hash of a run's last event) that was kept elsewhere shows that.
public final class RecordLines {
  private final Map<String, EventChain> chains = new HashMap<>();
  private int number;

  /// A line of the file.
  ///
  /// @param number the number of the line, from 1
  /// @param event the event; empty if the line is not an event, for example because the process was
  ///   killed while it wrote the line
  /// @param findings what is inconsistent: sentences without a full stop
  public record Line(int number, Optional<StoredEvent> event, List<String> findings) {
    public Line {
      findings = List.copyOf(findings);
    }

    /// Returns the id of the run; an empty string if the line has none.
    public String runId() {
      return event.flatMap(stored -> stored.text("runId")).orElse("");
    }
  }

  /// Checks the next line of the file.
  public Line next(String text) {
    number++;
    Optional<StoredEvent> event = StoredEvent.parse(text);
    List<String> findings = new ArrayList<>();
    if (event.isEmpty()) {
      findings.add("The line is not an event");
    }
    event.ifPresent(
        stored -> {
          String runId = stored.text("runId").orElse("");
          findings.addAll(chains.computeIfAbsent(runId, EventChain::new).add(stored));
        });
    return new Line(number, event, findings);
  }
}
