package dev.spannerpipe.json;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Writes JSON values in the canonical form of RFC 8785. This class differs from the RFC in two
/// cases: integers beyond ±2^53 keep all digits, and unpaired surrogates are written unchanged.
final class CanonicalJson {
  private CanonicalJson() {}

  static void write(Json value, StringBuilder out) {
    switch (value) {
      case JsonString(String text) -> quote(text, out);
      case JsonNumber(long number) -> out.append(number);
      case JsonBoolean(boolean flag) -> out.append(flag);
      case JsonNull _ -> out.append("null");
      case JsonArray(List<Json> items) -> items(items, out);
      case JsonObject(SortedMap<String, Json> members) -> members(members, out);
    }
  }

  private static void items(List<Json> items, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Json item : items) {
      out.append(separator);
      write(item, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void members(SortedMap<String, Json> members, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Json> member : members.entrySet()) {
      out.append(separator);
      quote(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      escape(text.charAt(i), out);
    }
    out.append('"');
  }

  private static void escape(char character, StringBuilder out) {
    switch (character) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (character < 0x20) {
          out.append("\\u%04x".formatted((int) character));
        } else {
          out.append(character);
        }
      }
    }
  }
}
