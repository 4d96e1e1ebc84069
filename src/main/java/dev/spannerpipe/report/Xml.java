package dev.spannerpipe.report;

/// Escapes text for XML 1.0, in elements and in attributes.
final class Xml {
  private Xml() {}

  /// Returns the text with XML's special characters escaped. Characters that an XML document must
  /// not contain or should avoid ([section 2.2](https://www.w3.org/TR/xml/#charsets)) become
  /// U+FFFD.
  static String text(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(character -> append(character, escaped));
    return escaped.toString();
  }

  private static void append(int character, StringBuilder escaped) {
    switch (character) {
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '&' -> escaped.append("&amp;");
      case '"' -> escaped.append("&quot;");
      // In an attribute, a parser would turn these characters into spaces.
      case '\t', '\n', '\r' -> escaped.append("&#").append(character).append(';');
      default -> escaped.appendCodePoint(allowed(character) ? character : 0xFFFD);
    }
  }

  private static boolean allowed(int character) {
    return character >= 0x20
        && !(character >= 0x7F && character <= 0x9F)
        && !(character >= 0xD800 && character <= 0xDFFF)
        && character != 0xFFFE
        && character != 0xFFFF;
  }
}
