package dev.spannerpipe.documents;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes parts of a YAML document for what they have to be, and throws an
/// `IllegalArgumentException` where one is something else.
final class YamlShape {
  private YamlShape() {}

  static Map<String, Object> mapping(Object value, String what) {
    check(value instanceof Map, what + " is no mapping");
    Map<String, Object> mapping = new HashMap<>();
    ((Map<?, ?>) value).forEach((key, each) -> mapping.put(text(key, what), each));
    return mapping;
  }

  static List<?> list(Object value, String what) {
    check(value instanceof List, what + " is no list");
    return (List<?>) value;
  }

  /// Bitbucket takes texts only, so a number or a boolean needs its quotation marks.
  static String text(Object value, String what) {
    check(value instanceof String, what + " is no text: " + value);
    return (String) value;
  }

  static String oneOf(Set<String> known, Object value, String what) {
    String text = text(value, what);
    check(known.contains(text), what + " is " + text);
    return text;
  }

  static void flag(Map<String, Object> mapping, String key) {
    check(mapping.getOrDefault(key, false) instanceof Boolean, key + " is no boolean");
  }

  static void require(Set<String> known, Map<String, Object> mapping, String what) {
    mapping.keySet().forEach(key -> check(known.contains(key), what + " has no key " + key));
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
