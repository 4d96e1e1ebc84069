package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.serve.ToolDefinition.Argument;
import java.util.ArrayList;
import java.util.List;

/// Shows the preview in a folder: the findings, then the effects of each change set.
final class ShowPreviewTool extends Tool {
  private static final String FILE = "preview.json";

  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          "show_preview",
          "Show a preview",
          "Shows the preview (preview.json) in a folder: its result, the cost, the data losses, each"
              + " finding with its fix, and what each pending change set changes in the schema.",
          List.of(Argument.FOLDER, Argument.OFFSET));

  private final OutputFolders folders;

  ShowPreviewTool(OutputFolders folders) {
    super(DEFINITION);
    this.folders = folders;
  }

  @Override
  Answer call(ToolArguments arguments) throws ToolException {
    String folder = arguments.text(Argument.FOLDER);
    JsonMembers preview = new JsonMembers(folders.document(folder, FILE));
    JsonObject facts =
        preview.copyTo(
            Json.object().with("folder", folder),
            "summary",
            "baseline",
            "changelog",
            "dialect",
            "planSha256",
            "applied",
            "pending",
            "counts",
            "notes",
            "notices",
            "allowsDataLosses");
    List<JsonObject> items = new ArrayList<>();
    add(preview, "findings", "finding", items);
    add(preview, "dataLosses", "dataLoss", items);
    add(preview, "changeSets", "changeSet", items);
    if (preview.object().values().get("cost") instanceof JsonObject cost) {
      items.add(cost.with("item", "cost"));
    }
    return new Answer(facts, items, arguments.offset());
  }

  private static void add(JsonMembers preview, String list, String item, List<JsonObject> items) {
    preview.objects(list).forEach(each -> items.add(each.object().with("item", item)));
  }
}
