package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.sql.SourceToken;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Reads `(name = value, …)`. PostgreSQL writes some names with the prefix `spanner.`, in quotes or
/// not.
final class OptionsParser {
  private static final String PREFIX = "spanner.";

  private OptionsParser() {}

  /// Takes the options in the parentheses that are next.
  static Map<String, String> parentheses(TokenReader reader) {
    Map<String, String> options = new TreeMap<>();
    for (List<SourceToken> option : reader.split(reader.parentheses())) {
      options.putAll(one(reader.over(option)));
    }
    return options;
  }

  /// Takes one option, up to the end.
  static Map<String, String> one(TokenReader reader) {
    String name = reader.name().text().toLowerCase(Locale.ROOT);
    boolean assigned = reader.takeSymbol('=') || reader.take("to");
    List<SourceToken> value = reader.rest();
    String text =
        value.size() == 1 ? value.getFirst().token().text() : reader.fragment(value).text();
    return Map.of(
        name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name, assigned ? text : "null");
  }
}
