package dev.spannerpipe.serve;

import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.StoredEvent;
import dev.spannerpipe.text.NearestName;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The runs in the records of all output folders.
final class RecordedRuns {
  /// The maximum number of events of a run that are kept in memory.
  private static final int MOST_EVENTS = 20_000;

  private final OutputFolders folders;

  RecordedRuns(OutputFolders folders) {
    this.folders = folders;
  }

  /// A run with its events.
  ///
  /// @param events the events in the order of the file. Of more than [#MOST_EVENTS], only the first
  ///   and the last half of that number are there
  record Run(RunSummary summary, List<StoredEvent> events) {
    /// Returns the summary for an answer, with a note on events that are left out.
    JsonObject json() {
      return summary.events() == events.size()
          ? summary.json()
          : summary
              .json()
              .with(
                  "leftOut",
                  "The run has %,d events. This answer is about the first and the last %,d of them."
                      .formatted(summary.events(), MOST_EVENTS / 2));
    }
  }

  /// Records that cannot be read, with the reason.
  ///
  /// @param runs all runs, newest first
  /// @param unreadable one message for each record that cannot be read
  record Found(List<RunSummary> runs, List<String> unreadable) {}

  /// Returns all runs, newest first.
  Found all() throws ToolException {
    return all((_, _) -> {});
  }

  /// Returns all runs, newest first, and passes on each event with the summary so far.
  Found all(BiConsumer<RunSummary, StoredEvent> consumer) throws ToolException {
    List<RunSummary> runs = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (String folder : folders.names()) {
      if (folders.has(folder, OutputFolders.RECORD)) {
        try {
          runs.addAll(in(folder, consumer));
        } catch (ToolException problem) {
          unreadable.add(problem.message());
        }
      }
    }
    runs.sort(
        Comparator.comparing(RunSummary::startedAt)
            .thenComparing(RunSummary::runId)
            .reversed()
            .thenComparing(RunSummary::folder));
    return new Found(runs, unreadable);
  }

  /// Returns the runs in the record of a folder, in the order in which they began.
  List<RunSummary> in(String folder) throws ToolException {
    return in(folder, (_, _) -> {});
  }

  private List<RunSummary> in(String folder, BiConsumer<RunSummary, StoredEvent> consumer)
      throws ToolException {
    Map<String, RunSummary> runs = new LinkedHashMap<>();
    folders.record(
        folder,
        line ->
            line.event()
                .filter(_ -> !line.runId().isEmpty())
                .ifPresent(
                    event -> {
                      RunSummary summary =
                          runs.computeIfAbsent(
                              line.runId(), runId -> new RunSummary(folder, runId));
                      summary.add(line, event);
                      consumer.accept(summary, event);
                    }));
    return List.copyOf(runs.values());
  }

  /// Returns a run with its events. Throws a [ToolException] if no record has the run, or if
  /// several have it and no folder is given.
  Run find(String runId, Optional<String> folder) throws ToolException {
    Map<RunSummary, List<StoredEvent>> found = new LinkedHashMap<>();
    BiConsumer<RunSummary, StoredEvent> keep =
        (summary, event) -> {
          if (summary.runId().equals(runId)) {
            List<StoredEvent> events = found.computeIfAbsent(summary, _ -> new ArrayList<>());
            if (events.size() == MOST_EVENTS) {
              events.remove(MOST_EVENTS / 2);
            }
            events.add(event);
          }
        };
    List<RunSummary> all = folder.isPresent() ? in(folder.get(), keep) : all(keep).runs();
    if (found.size() > 1) {
      throw new ToolException(
          "The run "
              + runId
              + " is in several folders: "
              + SafeText.quoted(found.keySet().stream().map(RunSummary::folder).toList())
              + ". Call the tool again with one of them as folder.");
    }
    return found.entrySet().stream()
        .findFirst()
        .map(entry -> new Run(entry.getKey(), entry.getValue()))
        .orElseThrow(() -> unknown(runId, all));
  }

  private static ToolException unknown(String runId, List<RunSummary> all) {
    List<String> ids = all.stream().map(RunSummary::runId).toList();
    return new ToolException(
        "No record has the run "
            + SafeText.quoted(runId)
            + NearestName.of(runId, ids, 4)
                .map(near -> "; did you mean " + SafeText.quoted(near) + "?")
                .orElse(".")
            + " list_runs names all runs.");
  }
}
