package dev.spannerpipe.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.text.SafeText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A token, split into its three parts, none of which is verified yet. The token is never printed.
///
/// @param header the token's header
/// @param payload the token's claims
/// @param signedPart the encoded header and payload with the dot between them, as they were signed
/// @param signaturePart the encoded signature
record RawToken(JsonObject header, JsonObject payload, String signedPart, String signaturePart) {
  private static final int SHORTEST = 64;
  private static final int LONGEST = 16 * 1024;
  private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");

  /// Splits and decodes a token. Rejects a malformed token.
  static RawToken parse(String token) {
    checkSize(token);
    checkCharacters(token);
    List<String> parts = parts(token);
    byte[] header = decode("header", parts.get(0));
    byte[] payload = decode("payload", parts.get(1));
    decode("signature", parts.get(2));
    return new RawToken(
        json(TokenRejectionReason.HEADER_MALFORMED, "its header", header),
        json(TokenRejectionReason.PAYLOAD_MALFORMED, "its payload", payload),
        parts.get(0) + "." + parts.get(1),
        parts.get(2));
  }

  private static void checkSize(String token) {
    if (token.length() < SHORTEST || token.length() > LONGEST) {
      throw new TokenRejectedException(
          TokenRejectionReason.TOKEN_SIZE,
          "its length",
          token.length() + " characters",
          SHORTEST + " to " + LONGEST);
    }
  }

  private static void checkCharacters(String token) {
    if (token.codePoints().anyMatch(Character::isWhitespace)) {
      throw new TokenRejectedException(
          TokenRejectionReason.TOKEN_WHITESPACE,
          "its text",
          "interrupted or surrounded by white space",
          "only the token");
    }
    if (!US_ASCII.newEncoder().canEncode(token)) {
      throw new TokenRejectedException(
          TokenRejectionReason.TOKEN_CHARACTERS,
          "it",
          "not plain ASCII",
          "base64url parts between dots");
    }
  }

  private static List<String> parts(String token) {
    List<String> parts = List.of(token.split("\\.", -1));
    if (parts.size() != 3 || parts.contains("")) {
      throw new TokenRejectedException(
          TokenRejectionReason.TOKEN_PARTS,
          "its number of parts",
          parts.size() + (parts.contains("") ? ", one of them empty" : ""),
          "3 (header, payload and signature)");
    }
    return parts;
  }

  /// Decodes a part of the token. Several strings can decode to the same bytes, but only the string
  /// that an encoder would write for these bytes is accepted.
  private static byte[] decode(String name, String part) {
    if (BASE64URL.matcher(part).matches() && part.length() % 4 != 1) {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
        return bytes;
      }
    }
    throw new TokenRejectedException(
        TokenRejectionReason.TOKEN_ENCODING,
        "its " + name,
        "not base64url",
        "base64url without padding");
  }

  private static JsonObject json(TokenRejectionReason reason, String what, byte[] bytes) {
    try {
      return Json.parseStrictObject(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      throw new TokenRejectedException(reason, what, "malformed: it is not UTF-8", "a JSON object");
    } catch (JsonException malformed) {
      throw new TokenRejectedException(
          reason, what, "malformed: " + malformed.getMessage(), "a JSON object");
    }
  }

  @Override
  public String toString() {
    return "***";
  }

  /// Returns the value of a claim or a header parameter in a form that is safe to print.
  static String shown(JsonObject members, String name) {
    return switch (members.values().get(name)) {
      case JsonString(String text) -> SafeText.quoted(text);
      case JsonNumber(long number) -> "the number " + number;
      case JsonBoolean(boolean flag) -> String.valueOf(flag);
      case JsonNull _ -> "null";
      case JsonArray(List<Json> items) -> list(items);
      case JsonObject _ -> "an object";
      case null -> "absent";
    };
  }

  private static String list(List<Json> items) {
    List<String> texts = new ArrayList<>();
    for (Json item : items) {
      if (!(item instanceof JsonString(String text)) || texts.size() == 10) {
        return "a list of " + items.size();
      }
      texts.add(text);
    }
    return items.isEmpty() ? "an empty list" : SafeText.quoted(texts);
  }
}
