package dev.spannerpipe.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The forms in which a secret can appear: plain, base64, URL-encoded and escaped for JSON. The
/// base64 form depends on the alphabet (standard or URL-safe), and on where the secret begins
/// within a group of three bytes of the encoded text.
///
/// A secret of fewer than 4 characters has no forms, because too much other text would match.
record SecretForms(List<String> forms) {
  private static final int SHORTEST = 4;

  SecretForms {
    forms = List.copyOf(forms);
  }

  static SecretForms of(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    // The lines of a secret may also appear one by one.
    secret.lines().map(String::strip).forEach(line -> addForms(line, forms));
    addForms(secret, forms);
    return new SecretForms(forms.stream().filter(form -> form.length() >= SHORTEST).toList());
  }

  private static void addForms(String secret, Set<String> forms) {
    if (secret.length() < SHORTEST) {
      return;
    }
    forms.add(secret);
    String encoded = URLEncoder.encode(secret, UTF_8);
    for (String form : List.of(encoded, encoded.replace("+", "%20"))) {
      forms.add(form);
      forms.add(lowercaseEscapes(form));
    }
    String escaped = secret.replace("\\", "\\\\").replace("\"", "\\\"");
    forms.add(inJson(escaped, UnaryOperator.identity()));
    forms.add(inJson(escaped.replace("/", "\\/"), UnaryOperator.identity()));
    forms.add(inJson(escaped, SecretForms::safeInHtml));
    addBase64(secret.getBytes(UTF_8), forms);
  }

  private static String inJson(String escaped, UnaryOperator<String> further) {
    return further.apply(escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"));
  }

  /// Escapes the characters that Gson escapes by default so that its JSON is safe in HTML.
  private static String safeInHtml(String escaped) {
    return escaped
        .replace("=", "\\u003d")
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("'", "\\u0027");
  }

  private static String lowercaseEscapes(String encoded) {
    StringBuilder text = new StringBuilder(encoded);
    for (int at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at + 1)) {
      text.replace(at, at + 3, text.substring(at, at + 3).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }

  /// Adds the base64 forms. If the secret is a part of a longer text, only its complete groups of
  /// three bytes have the same base64 in every text.
  private static void addBase64(byte[] bytes, Set<String> forms) {
    forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    for (int start = 0; start < 3 && start < bytes.length; start++) {
      int length = (bytes.length - start) / 3 * 3;
      byte[] groups = Arrays.copyOfRange(bytes, start, start + length);
      forms.add(Base64.getEncoder().encodeToString(groups));
      forms.add(Base64.getUrlEncoder().encodeToString(groups));
    }
  }

  /// Returns how many characters at the end of a text could be the beginning of the secret.
  int begun(String text) {
    int longest = 0;
    for (String form : forms) {
      for (int length = Math.min(form.length() - 1, text.length()); length > longest; length--) {
        if (text.regionMatches(text.length() - length, form, 0, length)) {
          longest = length;
        }
      }
    }
    return longest;
  }
}
