package dev.spannerpipe.sqltext;

import java.util.List;
import java.util.Random;

/// Texts that are made to mislead: most of what they consist of means something to a splitter.
final class RandomText {
  private static final List<String> WITHIN_A_LINE =
      List.of(
          ";", ";;", "'", "''", "'''", "\"", "\"\"\"", "`", "--", " -- ", "#", "$$", "$a$", "@@",
          "@{", "}", "//", "/", "\\", "\\\\", "\\'", "C:\\", "it's", "BEGIN", "END", "go", "GO",
          "${x}", "%", "é", "😀", "\t", " ", "a", "E'", "r'", "text");
  private static final List<String> WITH_LINE_ENDS =
      List.of("\n", "\nGO\n", "\n/\n", "\n;\n", "\n--", "\n  ");
  private static final List<String> OF_COMMENTS = List.of("/*", "*/", "/*@", "/* */");

  private final Random random;

  RandomText(Random random) {
    this.random = random;
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// Returns what a column shall hold.
  String meaning() {
    StringBuilder text = new StringBuilder();
    for (int left = below(9); left > 0; left--) {
      text.append(
          switch (below(10)) {
            case 0, 1 -> one(WITH_LINE_ENDS);
            case 2, 3 -> one(OF_COMMENTS);
            default -> one(WITHIN_A_LINE);
          });
    }
    return text.toString();
  }

  /// Returns the inside of a comment that goes to the end of its line.
  String line() {
    StringBuilder text = new StringBuilder(" ");
    for (int left = below(6); left > 0; left--) {
      text.append(chance(0.2) ? one(OF_COMMENTS) : one(WITHIN_A_LINE));
    }
    return text.append('.').toString();
  }

  /// Returns the inside of a block comment.
  ///
  /// @param nested whether a comment in it has to be a whole one
  String block(boolean nested) {
    String inner = nested ? "/*" + (chance(0.3) ? block(true) : plainBlock()) + "*/" : "/*";
    return plainBlock() + (chance(0.3) ? inner : "") + plainBlock();
  }

  /// Returns the inside of a block comment, without any other one.
  String plainBlock() {
    StringBuilder text = new StringBuilder(chance(0.3) ? " " : ".");
    for (int left = below(4); left > 0; left--) {
      text.append(chance(0.3) ? one(WITH_LINE_ENDS) : one(WITHIN_A_LINE));
    }
    return text.append(' ').toString();
  }
}
