package dev.spannerpipe.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Parses JSON with Gson, and converts Gson's tree to [Json].
final class JsonReader {
  private JsonReader() {}

  static Json parse(String text) {
    try {
      return from(JsonParser.parseString(text));
    } catch (JsonParseException | NumberFormatException _) {
      // Gson's message may quote the text, which may contain a secret.
      throw new JsonException("not JSON with only strings, integers, booleans and nulls");
    }
  }

  private static Json from(JsonElement element) {
    if (element.isJsonObject()) {
      TreeMap<String, Json> members = new TreeMap<>();
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(member -> members.put(member.getKey(), from(member.getValue())));
      return new JsonObject(members);
    }
    if (element.isJsonArray()) {
      List<Json> items = new ArrayList<>();
      element.getAsJsonArray().forEach(item -> items.add(from(item)));
      return new JsonArray(items);
    }
    return element.isJsonNull() ? new JsonNull() : primitive(element.getAsJsonPrimitive());
  }

  private static Json primitive(JsonPrimitive primitive) {
    if (primitive.isBoolean()) {
      return new JsonBoolean(primitive.getAsBoolean());
    }
    return primitive.isNumber()
        ? new JsonNumber(Long.parseLong(primitive.getAsString()))
        : new JsonString(primitive.getAsString());
  }
}
