package dev.spannerpipe.testing.bitbucket;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// What Bitbucket requires of members of a JSON object.
final class Rules {
  private Rules() {}

  static void require(boolean holds, String words) {
    if (!holds) {
      throw Rejection.problem(400, words);
    }
  }

  static JsonElement parsed(Asked asked) {
    String type = asked.headers().getOrDefault("content-type", "");
    require(type.startsWith("application/json"), "Content-Type is %s".formatted(type));
    try {
      return JsonParser.parseString(asked.body());
    } catch (JsonParseException malformed) {
      throw Rejection.problem(400, "The body is not JSON.");
    }
  }

  static void onlyKnown(JsonObject object, Set<String> members) {
    object
        .keySet()
        .forEach(name -> require(members.contains(name), "%s is no member.".formatted(name)));
  }

  /// A required text.
  static String text(JsonObject object, String name, int longest) {
    require(object.has(name), "%s is missing.".formatted(name));
    return optional(object, name, longest, true);
  }

  /// A text that may be missing.
  static void optional(JsonObject object, String name, int longest) {
    if (object.has(name)) {
      optional(object, name, longest, false);
    }
  }

  private static String optional(JsonObject object, String name, int longest, boolean filled) {
    require(
        object.get(name) instanceof JsonPrimitive value && value.isString(),
        "%s is not a string.".formatted(name));
    String text = object.get(name).getAsString();
    require(!filled || !text.isBlank(), "%s is blank.".formatted(name));
    require(
        text.codePointCount(0, text.length()) <= longest,
        "The %s field cannot contain more than %d characters.".formatted(name, longest));
    require(
        text.codePoints().noneMatch(each -> each < 0x10000 && Character.isSurrogate((char) each)),
        "%s has half a character.".formatted(name));
    return text;
  }

  static void oneOf(JsonObject object, String name, boolean required, Set<String> values) {
    if (required || object.has(name)) {
      String value = text(object, name, 50);
      require(values.contains(value), "%s is no %s.".formatted(value, name));
    }
  }

  static void absoluteAddress(JsonObject object, String name) {
    if (object.has(name)) {
      require(isAbsolute(text(object, name, 2000)), "%s is not an absolute URL.".formatted(name));
    }
  }

  static boolean isAbsolute(String address) {
    try {
      URI uri = new URI(address);
      return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
