package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import java.util.List;
import java.util.Optional;

/// What a client learns about a tool.
///
/// @param name the name by which the client calls the tool
/// @param title the name for people
/// @param description what the tool does, for the assistant that selects it
record ToolDefinition(String name, String title, String description, List<Argument> arguments) {
  ToolDefinition {
    arguments = List.copyOf(arguments);
  }

  /// An argument of a tool.
  ///
  /// @param number whether the value is an integer from 0; otherwise it is a string
  record Argument(String name, boolean number, boolean required, String description) {
    /// The id of a run.
    static final Argument RUN_ID =
        new Argument("run_id", false, true, "The id of the run, as list_runs shows it.");

    /// The folder that has the files.
    static final Argument FOLDER =
        new Argument("folder", false, true, "The folder, as list_runs shows it.");

    /// The folder of a run; needed only if several folders have a copy of the run.
    static final Argument FOLDER_OF_RUN =
        new Argument(
            "folder",
            false,
            false,
            "The folder of the run. Only needed if several folders have this run.");

    /// Where a page begins.
    static final Argument OFFSET =
        new Argument(
            "offset",
            true,
            false,
            "The index of the first item to return, from 0. An answer with more items than fit"
                + " names the offset of the next page.");

    private JsonObject schema() {
      JsonObject schema =
          Json.object()
              .with("type", number ? "integer" : "string")
              .with("description", description);
      return number ? schema.with("minimum", 0) : schema;
    }
  }

  /// Returns the argument with this name.
  Optional<Argument> argument(String argument) {
    return arguments.stream().filter(each -> each.name().equals(argument)).findFirst();
  }

  /// Returns the definition as `tools/list` has it.
  JsonObject json() {
    JsonObject properties = Json.object();
    for (Argument argument : arguments) {
      properties = properties.with(argument.name(), argument.schema());
    }
    return Json.object()
        .with("name", name)
        .with("title", title)
        .with("description", description)
        .with(
            "inputSchema",
            Json.object()
                .with("type", "object")
                .with("properties", properties)
                .with("required", required())
                .with("additionalProperties", new JsonBoolean(false)))
        .with(
            "annotations",
            Json.object()
                .with("title", title)
                .with("readOnlyHint", new JsonBoolean(true))
                .with("destructiveHint", new JsonBoolean(false))
                .with("idempotentHint", new JsonBoolean(true))
                .with("openWorldHint", new JsonBoolean(false)));
  }

  private JsonArray required() {
    return Json.texts(arguments.stream().filter(Argument::required).map(Argument::name).toList());
  }
}
