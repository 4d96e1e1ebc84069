package dev.spannerpipe.serve;

/// Something that the server can do for an assistant. No tool writes anything.
abstract class Tool {
  private final ToolDefinition definition;

  Tool(ToolDefinition definition) {
    this.definition = definition;
  }

  /// Returns what clients learn about the tool.
  final ToolDefinition definition() {
    return definition;
  }

  /// Does it. Throws a [ToolException] if the files do not allow it.
  abstract Answer call(ToolArguments arguments) throws ToolException;
}
