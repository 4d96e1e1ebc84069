package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.serve.ToolDefinition.Argument;
import dev.spannerpipe.text.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shows the plan in a folder: what it loses, then its statements.
final class ShowPlanTool extends Tool {
  /// The name of the file.
  static final String FILE = "plan.json";

  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          "show_plan",
          "Show a plan",
          "Shows the plan (plan.json) in a folder: its database and digest, the runs that made it,"
              + " the data losses, and each pending statement with file and line.",
          List.of(Argument.FOLDER, Argument.OFFSET));

  private final OutputFolders folders;

  ShowPlanTool(OutputFolders folders) {
    super(DEFINITION);
    this.folders = folders;
  }

  @Override
  Answer call(ToolArguments arguments) throws ToolException {
    String folder = arguments.text(Argument.FOLDER);
    JsonMembers plan = new JsonMembers(folders.document(folder, FILE));
    JsonObject facts =
        plan.copyTo(
                Json.object().with("folder", folder),
                "database",
                "dialect",
                "sha256",
                "applied",
                "schemaOperations",
                "notices",
                "unknown")
            .with("digest", digest(plan))
            .with("pendingChangeSets", plan.count("pending"))
            .with("dataLosses", plan.count("dataLosses"))
            .with("definitionLosses", plan.count("definitionLosses"))
            .with("madeByRuns", Json.texts(runs(folder, plan.text("sha256"))));
    List<JsonObject> items = new ArrayList<>();
    plan.objects("dataLosses").forEach(loss -> items.add(item("dataLoss", loss.object())));
    plan.objects("definitionLosses")
        .forEach(loss -> items.add(item("definitionLoss", loss.object())));
    plan.objects("pending").forEach(changeSet -> add(changeSet, items));
    return new Answer(facts, items, arguments.offset());
  }

  private static void add(JsonMembers changeSet, List<JsonObject> items) {
    items.add(item("changeSet", changeSet.without("steps")));
    changeSet.objects("steps").forEach(step -> items.add(item("statement", step.object())));
  }

  private static JsonObject item(String what, JsonObject object) {
    return object.with("item", what);
  }

  /// Compares the digest with what it covers.
  private static String digest(JsonMembers plan) {
    if (!(plan.object().values().get("digested") instanceof JsonObject digested)) {
      return "cannot be checked: the plan has no member digested";
    }
    return plan.text("sha256").equals(Optional.of(Sha256.of(digested.canonical())))
        ? "matches the plan"
        : "does not match the plan: the file was edited after it was written";
  }

  private List<String> runs(String folder, Optional<String> sha256) throws ToolException {
    List<String> runs = new ArrayList<>();
    if (folders.has(folder, OutputFolders.RECORD)) {
      for (RunSummary run : new RecordedRuns(folders).in(folder)) {
        if (run.planSha256().isPresent() && run.planSha256().equals(sha256)) {
          runs.add(run.runId());
        }
      }
    }
    return runs;
  }
}
