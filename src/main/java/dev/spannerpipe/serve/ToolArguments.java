package dev.spannerpipe.serve;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.serve.ToolDefinition.Argument;
import dev.spannerpipe.text.SafeText;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The arguments of a call, after they were checked against the tool's schema.
final class ToolArguments {
  private static final long LARGEST = 1_000_000_000;

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();

  private ToolArguments() {}

  /// Reads the arguments. Throws a [ToolException] if one is unknown, missing, or has another type
  /// than the schema requires.
  ///
  /// @param given a JSON object
  static ToolArguments read(ToolDefinition tool, JsonDocument given) throws ToolException {
    ToolArguments arguments = new ToolArguments();
    for (String name : given.names()) {
      Argument argument =
          tool.argument(name)
              .orElseThrow(
                  () ->
                      ToolException.ofArguments(
                          "The tool %s has no argument %s. It has: %s."
                              .formatted(tool.name(), SafeText.quoted(name), names(tool))));
      arguments.put(argument, given.member(name).orElseThrow());
    }
    for (Argument argument : tool.arguments()) {
      if (argument.required() && !arguments.texts.containsKey(argument.name())) {
        throw ToolException.ofArguments(
            "The tool %s needs the argument %s. %s"
                .formatted(tool.name(), argument.name(), argument.description()));
      }
    }
    return arguments;
  }

  private static String names(ToolDefinition tool) {
    return tool.arguments().stream().map(Argument::name).collect(Collectors.joining(", "));
  }

  private void put(Argument argument, JsonDocument value) throws ToolException {
    if (argument.number()) {
      numbers.put(
          argument.name(),
          value
              .whole()
              .filter(number -> number >= 0 && number <= LARGEST)
              .orElseThrow(
                  () ->
                      ToolException.ofArguments(
                          "The argument %s must be an integer from 0."
                              .formatted(argument.name()))));
    } else {
      texts.put(
          argument.name(),
          value
              .string()
              .filter(text -> !text.isEmpty())
              .orElseThrow(
                  () ->
                      ToolException.ofArguments(
                          "The argument %s must be a string that is not empty."
                              .formatted(argument.name()))));
    }
  }

  /// Returns the value of a required argument.
  String text(Argument argument) {
    return find(argument).orElseThrow();
  }

  /// Returns the value of an optional argument.
  Optional<String> find(Argument argument) {
    return Optional.ofNullable(texts.get(argument.name()));
  }

  /// Returns the index of the first item that the answer should have.
  int offset() {
    return Math.toIntExact(numbers.getOrDefault(Argument.OFFSET.name(), 0L));
  }
}
