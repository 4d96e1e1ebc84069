package dev.spannerpipe.report;

/// Text in XML 1.0, between tags and in attributes.
final class Xml {
  private Xml() {}

  /// Returns the text with what has a meaning in XML escaped, and what no XML document may hold
  /// ([section 2.2](https://www.w3.org/TR/xml/#charsets)) replaced by U+FFFD.
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
      // A reader makes blanks of these where they stand in an attribute.
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
