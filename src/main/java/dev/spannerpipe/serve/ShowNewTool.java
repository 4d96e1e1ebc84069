package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.serve.RunTraits.Trait;
import dev.spannerpipe.serve.ToolDefinition.Argument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reports what a run did that no earlier run on the same database did, as far as the records in
/// the folder show it.
final class ShowNewTool extends Tool {
  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          "show_new",
          "Show what is new in a run",
          "Reports what a run did that no earlier run on the same database did: a new identity,"
              + " repository, environment, branch, endpoint, command or kind of statement. Compares"
              + " only with the records in the folder.",
          List.of(Argument.RUN_ID, Argument.FOLDER_OF_RUN, Argument.OFFSET));

  private final RecordedRuns runs;

  ShowNewTool(RecordedRuns runs) {
    super(DEFINITION);
    this.runs = runs;
  }

  @Override
  Answer call(ToolArguments arguments) throws ToolException {
    RunSummary run =
        runs.find(arguments.text(Argument.RUN_ID), arguments.find(Argument.FOLDER_OF_RUN))
            .summary();
    Map<RunSummary, RunTraits> all = new LinkedHashMap<>();
    runs.all(
        (summary, event) -> all.computeIfAbsent(summary, _ -> new RunTraits()).add(summary, event));
    RunTraits own = new RunTraits();
    Set<Trait> earlier = new HashSet<>();
    Set<String> earlierRuns = new HashSet<>();
    for (Map.Entry<RunSummary, RunTraits> each : all.entrySet()) {
      RunSummary other = each.getKey();
      if (other.runId().equals(run.runId())) {
        own = other.folder().equals(run.folder()) ? each.getValue() : own;
      } else if (other.target().equals(run.target())
          && other.startedAt().compareTo(run.startedAt()) < 0) {
        earlier.addAll(each.getValue().firstEvents().keySet());
        earlierRuns.add(other.runId());
      }
    }
    JsonObject facts = run.json().with("earlierRuns", earlierRuns.size());
    return earlierRuns.isEmpty()
        ? new Answer(
            facts.with(
                "note",
                "The folder has no earlier run on this database, so nothing can be called new."),
            List.of(),
            0)
        : new Answer(
            facts.with("note", "See the items; none means that earlier runs did all of this."),
            fresh(own, earlier),
            arguments.offset());
  }

  private static List<JsonObject> fresh(RunTraits own, Set<Trait> earlier) {
    List<JsonObject> items = new ArrayList<>();
    own.firstEvents()
        .forEach(
            (trait, event) -> {
              if (!earlier.contains(trait)) {
                items.add(
                    Json.object()
                        .with("new", trait.kind())
                        .with("value", trait.value())
                        .with("event", event));
              }
            });
    return items;
  }
}
