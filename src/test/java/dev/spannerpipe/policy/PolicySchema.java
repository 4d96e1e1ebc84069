package dev.spannerpipe.policy;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the published schema from the parser's own grammar.
final class PolicySchema {
  private PolicySchema() {}

  static String text() {
    JsonObject schema =
        members(Grammar.POLICY)
            .with("$schema", "https://json-schema.org/draft/2020-12/schema")
            .with("title", "Policy of spanner-pipe");
    StringBuilder out = new StringBuilder();
    pretty(schema, "", out);
    return out.append('\n').toString();
  }

  private static JsonObject schema(Shape shape) {
    return switch (shape) {
      case Shape.Text text ->
          Json.object()
              .with("type", "string")
              .with("description", text.what())
              .with("pattern", "^(?:" + text.format().replace("(?s).+", "[\\s\\S]+") + ")$");
      case Shape.Choice choice -> choice(choice);
      case Shape.Flag _ -> Json.object().with("type", "boolean");
      case Shape.Scalar _ ->
          Json.object().with("type", Json.texts(List.of("string", "boolean", "integer")));
      case Shape.ListOf list -> list(list);
      case Shape.Keys keys -> members(keys);
      case Shape.Named named ->
          Json.object()
              .with("type", "object")
              .with("minProperties", 1)
              .with("additionalProperties", schema(named.each()));
    };
  }

  /// A version is written without quotes and so is a number for other readers of YAML, and true is
  /// a truth value.
  private static JsonObject choice(Shape.Choice choice) {
    List<Json> words = new ArrayList<>();
    for (String word : choice.words()) {
      words.add(new JsonString(word));
      if (word.matches("[0-9]+")) {
        words.add(new JsonNumber(Long.parseLong(word)));
      }
      if (word.equals("true")) {
        words.add(new JsonBoolean(true));
      }
    }
    return Json.object().with("enum", new JsonArray(words));
  }

  private static JsonObject list(Shape.ListOf list) {
    JsonObject array = Json.object().with("type", "array").with("items", schema(list.item()));
    JsonObject atLeast = list.minimum() > 0 ? array.with("minItems", list.minimum()) : array;
    return list.single()
        ? Json.object().with("anyOf", new JsonArray(List.of(schema(list.item()), atLeast)))
        : atLeast;
  }

  private static JsonObject members(Shape.Keys keys) {
    JsonObject properties = Json.object();
    for (Shape.Key key : keys.keys()) {
      properties =
          properties.with(key.name(), schema(key.shape()).with("description", key.meaning()));
    }
    return Json.object()
        .with("type", "object")
        .with("additionalProperties", new JsonBoolean(false))
        .with(
            "required",
            Json.texts(
                keys.keys().stream().filter(Shape.Key::required).map(Shape.Key::name).toList()))
        .with("properties", properties);
  }

  private static void pretty(Json value, String indent, StringBuilder out) {
    switch (value) {
      case JsonObject members when !members.values().isEmpty() -> {
        String separator = "{\n";
        for (Map.Entry<String, Json> member : members.values().entrySet()) {
          out.append(separator).append(indent).append("  ");
          out.append(new JsonString(member.getKey()).canonical()).append(": ");
          pretty(member.getValue(), indent + "  ", out);
          separator = ",\n";
        }
        out.append('\n').append(indent).append('}');
      }
      case JsonArray items when items.values().stream().anyMatch(JsonObject.class::isInstance) -> {
        String separator = "[\n";
        for (Json item : items.values()) {
          out.append(separator).append(indent).append("  ");
          pretty(item, indent + "  ", out);
          separator = ",\n";
        }
        out.append('\n').append(indent).append(']');
      }
      default -> out.append(value.canonical());
    }
  }
}
