package dev.spannerpipe.doctor.aws;

import java.util.Collection;
import java.util.stream.Collectors;

/// Matches AWS's wildcards: `*` stands for any number of characters, `?` for exactly one.
final class Glob {
  private Glob() {}

  static boolean matches(String glob, String text) {
    String expression =
        glob.chars()
            .mapToObj(
                character ->
                    switch (character) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> "\\x{%x}".formatted(character);
                    })
            .collect(Collectors.joining());
    return text.matches("(?s)" + expression);
  }

  static boolean anyMatches(Collection<String> globs, String text) {
    return globs.stream().anyMatch(glob -> matches(glob, text));
  }
}
