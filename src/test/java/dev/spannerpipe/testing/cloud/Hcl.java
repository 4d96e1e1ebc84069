package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Terraform's language, as far as it is written here: blocks, and values made of texts, lists,
/// objects and references.
public final class Hcl {
  private final String text;
  private final UnaryOperator<String> references;
  private int at;

  private Hcl(String text, UnaryOperator<String> references) {
    this.text = text;
    this.references = references;
  }

  /// A block with its labels, its values, and the blocks in it.
  public record Block(
      String type, List<String> labels, Map<String, Json> values, List<Block> blocks) {
    /// Returns the blocks in it of this type.
    public List<Block> all(String wanted) {
      return blocks.stream().filter(block -> block.type().equals(wanted)).toList();
    }

    /// Returns the block in it with this type and these labels.
    public Block get(String wanted, String... names) {
      return all(wanted).stream()
          .filter(block -> block.labels().equals(List.of(names)))
          .findFirst()
          .orElseThrow();
    }

    /// Returns a value that must be there.
    public Json value(String name) {
      return new JsonObject(new TreeMap<>(values)).find(name).orElseThrow();
    }

    /// Returns a value that must be a text.
    public String text(String name) {
      return ((JsonString) value(name)).value();
    }
  }

  /// Reads a file, or a part of one. Throws an [IllegalArgumentException] where it is not
  /// understood.
  ///
  /// @param references gives the value of what stands in `${…}` or outside of quotes
  public static Block parse(String text, UnaryOperator<String> references) {
    return new Hcl(text, references).body("", List.of());
  }

  private Block body(String type, List<String> labels) {
    Map<String, Json> values = new TreeMap<>();
    List<Block> blocks = new ArrayList<>();
    while (skip() && peek() != '}') {
      String name = word();
      List<String> names = new ArrayList<>();
      while (blank() && peek() == '"') {
        names.add(string());
      }
      if (peek() == '=') {
        at++;
        values.put(name, value());
      } else {
        expect('{');
        blocks.add(body(name, names));
        expect('}');
      }
    }
    return new Block(type, labels, values, blocks);
  }

  private Json value() {
    skip();
    return switch (peek()) {
      case '"' -> new JsonString(string());
      case '[' -> list();
      case '{' -> object();
      default -> reference();
    };
  }

  private Json list() {
    expect('[');
    List<Json> items = new ArrayList<>();
    while (skip() && peek() != ']') {
      items.add(value());
      skip();
      at += peek() == ',' ? 1 : 0;
    }
    expect(']');
    return new JsonArray(items);
  }

  private Json object() {
    expect('{');
    JsonObject members = Json.object();
    while (skip() && peek() != '}') {
      String name = peek() == '"' ? string() : word();
      skip();
      expect(peek() == ':' ? ':' : '=');
      members = members.with(name, value());
      skip();
      at += peek() == ',' ? 1 : 0;
    }
    expect('}');
    return members;
  }

  private Json reference() {
    int from = at;
    word();
    if (text.substring(from, at).equals("jsonencode")) {
      expect('(');
      Json encoded = value();
      expect(')');
      return encoded;
    }
    if (at < text.length() && peek() == '(') {
      at = closing(at, '(', ')');
    }
    String name = text.substring(from, at);
    return switch (name) {
      case "true", "false" -> new JsonBoolean(name.equals("true"));
      default ->
          name.matches("[0-9]+")
              ? new JsonNumber(Long.parseLong(name))
              : new JsonString(references.apply(name));
    };
  }

  /// Returns the place after the bracket that closes the one here.
  private int closing(int from, char open, char close) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\') {
        i++;
      } else if (character == '"') {
        quoted = !quoted;
      } else if (!quoted && character == open) {
        depth++;
      } else if (!quoted && character == close && --depth == 0) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("not closed: " + text.substring(from));
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
        value.append(text, at + 1, at + 3);
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = closing(at + 1, '{', '}');
        value.append(references.apply(text.substring(at + 2, end - 1)));
        at = end;
      } else {
        at += peek() == '\\' ? 1 : 0;
        value.append(peek());
        at++;
      }
    }
    expect('"');
    return value.toString();
  }

  private String word() {
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(peek()) || "_.-".indexOf(peek()) >= 0)) {
      at++;
    }
    if (from == at) {
      throw new IllegalArgumentException("not understood: " + text.substring(from));
    }
    return text.substring(from, at);
  }

  private char peek() {
    return text.charAt(at);
  }

  private void expect(char character) {
    if (peek() != character) {
      throw new IllegalArgumentException(character + " expected: " + text.substring(at));
    }
    at++;
  }

  private boolean blank() {
    while (peek() == ' ') {
      at++;
    }
    return true;
  }

  /// Passes white space and comments; returns whether anything follows.
  private boolean skip() {
    while (at < text.length() && (Character.isWhitespace(peek()) || peek() == '#')) {
      if (peek() == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        at++;
      }
    }
    return at < text.length();
  }
}
