package dev.spannerpipe.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Parses JSON that others signed or sent. It rejects what two parsers could understand
/// differently: duplicate members, unpaired surrogates, anything before or after the value, and
/// numbers that are not integers of at most 18 digits. It also rejects more than 16 levels of
/// nesting.
final class StrictJsonReader {
  private static final int DEEPEST = 16;

  private final JsonReader reader;

  private StrictJsonReader(String text) {
    reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(DEEPEST);
  }

  static Json parse(String text) {
    try {
      return new StrictJsonReader(withoutMark(text)).whole();
    } catch (MalformedJsonException | EOFException | NumberFormatException _) {
      // The library's message may quote the text, which may be a secret.
      throw new JsonException("it is not JSON");
    } catch (IOException _) {
      throw new JsonException("it could not be read as JSON");
    }
  }

  /// Throws if the text begins with a byte order mark, which Gson would silently skip.
  private static String withoutMark(String text) {
    if (text.startsWith("\uFEFF")) {
      throw new JsonException("it begins with a byte order mark");
    }
    return text;
  }

  private Json whole() throws IOException {
    Json value = value();
    if (reader.peek() != JsonToken.END_DOCUMENT) {
      throw new JsonException("it is not JSON");
    }
    return value;
  }

  private Json value() throws IOException {
    JsonToken next = reader.peek();
    return switch (next) {
      case BEGIN_OBJECT -> members();
      case BEGIN_ARRAY -> items();
      case STRING -> new JsonString(paired(reader.nextString()));
      case NUMBER -> new JsonNumber(whole(reader.nextString()));
      case BOOLEAN -> new JsonBoolean(reader.nextBoolean());
      case NULL -> nothing();
      case END_OBJECT, END_ARRAY, END_DOCUMENT, NAME -> throw new JsonException("it is not JSON");
    };
  }

  private Json members() throws IOException {
    TreeMap<String, Json> members = new TreeMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = paired(reader.nextName());
      if (members.put(name, value()) != null) {
        throw new JsonException("it has an object with a duplicate member");
      }
    }
    reader.endObject();
    return new JsonObject(members);
  }

  private Json items() throws IOException {
    List<Json> items = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      items.add(value());
    }
    reader.endArray();
    return new JsonArray(items);
  }

  private Json nothing() throws IOException {
    reader.nextNull();
    return new JsonNull();
  }

  private static long whole(String digits) {
    if (!digits.matches("-?[0-9]{1,18}")) {
      throw new JsonException("it has a number that is too large or not an integer");
    }
    return Long.parseLong(digits);
  }

  private static String paired(String text) {
    for (int index = 0; index < text.length(); ) {
      int character = text.codePointAt(index);
      if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
        throw new JsonException("it has an unpaired surrogate");
      }
      index += Character.charCount(character);
    }
    return text;
  }
}
