package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.serve.ToolDefinition.Argument;
import java.util.List;

/// Lists the runs of all records, and the folders.
final class ListRunsTool extends Tool {
  /// The maximum number of folders that each page lists. Each run names its own folder, too.
  private static final int MOST_FOLDERS = 100;

  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          "list_runs",
          "List runs",
          "Lists the recorded runs of spanner-pipe, newest first: id, folder, command, database,"
              + " time, outcome and last line. Also lists the folders with output files. Begin with"
              + " this tool.",
          List.of(Argument.OFFSET));

  private final OutputFolders folders;
  private final RecordedRuns runs;

  ListRunsTool(OutputFolders folders, RecordedRuns runs) {
    super(DEFINITION);
    this.folders = folders;
    this.runs = runs;
  }

  @Override
  Answer call(ToolArguments arguments) throws ToolException {
    List<String> names = folders.names();
    RecordedRuns.Found found = runs.all();
    JsonObject facts =
        Json.object()
            .with("runs", found.runs().size())
            .with("folderCount", names.size())
            .with("folders", Json.texts(names.subList(0, Math.min(names.size(), MOST_FOLDERS))));
    return new Answer(
        found.unreadable().isEmpty()
            ? facts
            : facts.with("unreadable", Json.texts(found.unreadable())),
        found.runs().stream().map(RunSummary::json).toList(),
        arguments.offset());
  }
}
