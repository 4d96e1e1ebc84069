package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.ExecutionEvent.ExecutionEnded;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.RunEvent;
import dev.spannerpipe.record.SchemaOperationEvent.BatchRefused;
import dev.spannerpipe.record.SchemaOperationEvent.BatchUnclear;
import dev.spannerpipe.record.StateEvent.StateFailed;
import dev.spannerpipe.record.StoredEvent;
import dev.spannerpipe.serve.ToolDefinition.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Explains why a run failed: the statement with its file and line, the server's words, and what
/// the page on troubleshooting says about the last line of the log.
final class ExplainFailureTool extends Tool {
  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          "explain_failure",
          "Explain a failure",
          "Explains why a run failed: its last line, the failed statement with file and line, the"
              + " server's words, what the troubleshooting page says, and all events that report a"
              + " failure.",
          List.of(Argument.RUN_ID, Argument.FOLDER_OF_RUN, Argument.OFFSET));

  private final OutputFolders folders;
  private final RecordedRuns runs;
  private final TroubleshootingPage page;

  ExplainFailureTool(OutputFolders folders, RecordedRuns runs, TroubleshootingPage page) {
    super(DEFINITION);
    this.folders = folders;
    this.runs = runs;
    this.page = page;
  }

  @Override
  Answer call(ToolArguments arguments) throws ToolException {
    RecordedRuns.Run run =
        runs.find(arguments.text(Argument.RUN_ID), arguments.find(Argument.FOLDER_OF_RUN));
    JsonObject facts = run.json();
    Optional<StatementFailed> failed = lastFailed(run);
    if (failed.isPresent()) {
      facts = facts.with("failedStatement", statement(run.summary(), failed.get()));
    }
    facts = withAdvice(facts, run.summary().ended());
    return new Answer(
        facts,
        run.events().stream()
            .filter(ExplainFailureTool::reportsFailure)
            .map(ShowRunTool::event)
            .toList(),
        arguments.offset());
  }

  private JsonObject withAdvice(JsonObject facts, Optional<RunEnded> ended) {
    if (ended.isEmpty()) {
      return facts.with(
          "advice",
          Json.texts(
              List.of(
                  "The record has no runEnded, so the process was killed, or it is still running."
                      + " Run the step again: the next run finds out how far this one got, and"
                      + " continues.")));
    }
    return ended.get().exitCode() == 0
        ? facts.with("advice", Json.texts(List.of("The run did not fail.")))
        : facts.with("advice", new JsonArray(page.advice(ended.get())));
  }

  private static boolean reportsFailure(StoredEvent event) {
    return event.text("outcome").filter("failed"::equals).isPresent()
        || event.event().filter(ExplainFailureTool::isFailure).isPresent();
  }

  private static boolean isFailure(RunEvent event) {
    return switch (event) {
      case StatementFailed _, BatchRefused _, BatchUnclear _, StateFailed _ -> true;
      case ExecutionEnded ended -> !ended.status().equals("SUCCEEDED");
      default -> false;
    };
  }

  private static Optional<StatementFailed> lastFailed(RecordedRuns.Run run) {
    return run.events().stream()
        .flatMap(stored -> stored.event().stream())
        .filter(StatementFailed.class::isInstance)
        .map(StatementFailed.class::cast)
        .reduce((_, later) -> later);
  }

  private JsonObject statement(RunSummary summary, StatementFailed failed) {
    StatementPlace place = failed.place();
    return Json.object()
        .with("changeSet", place.changeSet())
        .with("file", place.file())
        .with("line", place.line())
        .with("kind", place.kind())
        .with("statement", planned(summary, place).orElse(place.statement()))
        .with("serverSaid", failed.reason());
  }

  /// Returns the whole text of a statement, which the record has only in part, if the plan of the
  /// run is still in its folder.
  private Optional<String> planned(RunSummary summary, StatementPlace place) {
    List<String> found = new ArrayList<>();
    try {
      JsonObject plan = folders.document(summary.folder(), ShowPlanTool.FILE);
      if (new JsonMembers(plan).text("sha256").equals(summary.planSha256())) {
        for (JsonMembers changeSet : new JsonMembers(plan).objects("pending")) {
          for (JsonMembers step : changeSet.objects("steps")) {
            if (step.text("file").equals(Optional.of(place.file()))
                && new JsonNumber(place.line()).equals(step.object().values().get("line"))) {
              step.text("text").ifPresent(found::add);
            }
          }
        }
      }
    } catch (ToolException _) {
      return Optional.empty();
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
