package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.StoredEvent;
import dev.spannerpipe.serve.ToolDefinition.Argument;
import java.util.List;

/// Shows a run with its events.
final class ShowRunTool extends Tool {
  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          "show_run",
          "Show a run",
          "Shows one run: who requested it, what it did and how it ended, and its events in order.",
          List.of(Argument.RUN_ID, Argument.FOLDER_OF_RUN, Argument.OFFSET));

  private final RecordedRuns runs;

  ShowRunTool(RecordedRuns runs) {
    super(DEFINITION);
    this.runs = runs;
  }

  @Override
  Answer call(ToolArguments arguments) throws ToolException {
    RecordedRuns.Run run =
        runs.find(arguments.text(Argument.RUN_ID), arguments.find(Argument.FOLDER_OF_RUN));
    return new Answer(
        run.json(), run.events().stream().map(ShowRunTool::event).toList(), arguments.offset());
  }

  /// Returns an event without the members that all events of a run share.
  static JsonObject event(StoredEvent event) {
    JsonObject shown =
        Json.object()
            .with("sequence", event.sequence())
            .with("name", event.text("name").orElse(null))
            .with("outcome", event.text("outcome").orElse(null))
            .with("endedAt", event.text("endedAt").orElse(null));
    return event.content().find("detail").map(detail -> shown.with("detail", detail)).orElse(shown);
  }
}
