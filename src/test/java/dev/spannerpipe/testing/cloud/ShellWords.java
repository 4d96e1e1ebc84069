package dev.spannerpipe.testing.cloud;

import java.util.ArrayList;
import java.util.List;

/// Splits a command as a POSIX shell does, and refuses all that a shell would make something else
/// of.
public final class ShellWords {
  private static final String PLAIN = "@%+=:,./_-";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private ShellWords(String line) {
    this.line = line;
  }

  /// Returns the words. Throws an [IllegalArgumentException] at anything but plain characters,
  /// single quotes, and a backslash before a single quote.
  public static List<String> of(String line) {
    return new ShellWords(line).split();
  }

  private List<String> split() {
    int at = 0;
    while (at < line.length()) {
      char character = line.charAt(at);
      if (character == '\'') {
        int end = line.indexOf('\'', at + 1);
        require(end > 0, at);
        add(line.substring(at + 1, end));
        at = end;
      } else if (character == '\\') {
        require(line.startsWith("\\'", at), at);
        add("'");
        at++;
      } else if (character == ' ') {
        end();
      } else {
        require(Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0, at);
        add(String.valueOf(character));
      }
      at++;
    }
    end();
    return words;
  }

  private void add(String text) {
    word.append(text);
    inWord = true;
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void require(boolean plain, int at) {
    if (!plain) {
      throw new IllegalArgumentException("a shell would not take as it is: " + line.substring(at));
    }
  }
}
