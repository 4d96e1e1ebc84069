package dev.spannerpipe.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Reports what is wrong with a regular expression in a policy. RE2 matches any expression in time
/// that is linear in the length of the string, so no expression is rejected for being slow. This
/// class rejects what a reader could misunderstand. It also rejects large nested counts, such as
/// `((a{99}){99}){99}`, because RE2 expands counts before it matches.
final class ExpressionSyntax {
  private static final int MAXIMUM_LENGTH = 256;

  /// The maximum size of an expression. No expression without nested counts is that large.
  private static final int MAXIMUM_SIZE = 25_000;

  private final String expression;

  /// The size of each open group so far, innermost first. The size is the number of characters that
  /// the group matches, with repeated characters counted as often as they are repeated.
  private final Deque<Integer> sizes = new ArrayDeque<>();

  private int position;
  private int lastSize;

  private ExpressionSyntax(String expression) {
    this.expression = expression;
  }

  /// Returns what is wrong with a string that is marked as a regular expression; empty if nothing
  /// is wrong.
  static Optional<String> problem(String written) {
    String expression = TextPattern.expression(written);
    if (written.length() <= TextPattern.MARK.length() || !written.endsWith("\"")) {
      return Optional.of("the regular expression has no closing quotation mark: write ~\"…\"");
    }
    if (expression.isEmpty() || expression.length() > MAXIMUM_LENGTH) {
      return Optional.of("a regular expression has 1 to " + MAXIMUM_LENGTH + " characters");
    }
    return open(expression)
        .or(() -> new ExpressionSyntax(expression).scan())
        .or(() -> uncompilable(expression));
  }

  private static Optional<String> open(String expression) {
    if (expression.matches("(?s)(?:\\.[*+]).*|.*[^\\\\]\\.[*+]")) {
      return Optional.of(
          "the regular expression is not anchored: it begins or ends with .* or .+; write which characters may be there, such as [^/]+");
    }
    return Optional.empty();
  }

  private static Optional<String> uncompilable(String expression) {
    try {
      Pattern.compile(expression);
      return Optional.empty();
    } catch (PatternSyntaxException problem) {
      return Optional.of(
          "not a regular expression: RE2 reports \"%s\"; write it in the syntax of RE2"
              .formatted(problem.getDescription()));
    }
  }

  private Optional<String> scan() {
    sizes.push(0);
    while (position < expression.length()) {
      Optional<String> problem = next(expression.charAt(position));
      if (problem.isPresent()) {
        return problem;
      }
      if (sizes.getFirst() > MAXIMUM_SIZE) {
        return Optional.of(
            "too large: its counts multiply to more than %d characters; use smaller counts"
                .formatted(MAXIMUM_SIZE));
      }
    }
    return Optional.empty();
  }

  private Optional<String> next(char character) {
    return switch (character) {
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> openGroup();
      case ')' -> closeGroup();
      case '|' -> sign();
      case '*', '+', '?', '{' -> quantifier(character);
      case '^', '$' ->
          Optional.of(
              "%s is not allowed, because a regular expression always matches the whole string"
                  .formatted(character));
      default -> single();
    };
  }

  private Optional<String> single() {
    add(1);
    return sign();
  }

  private Optional<String> sign() {
    position++;
    return Optional.empty();
  }

  private void add(int size) {
    sizes.push(sizes.pop() + size);
    lastSize = size;
  }

  private Optional<String> escape() {
    char escaped = position + 1 < expression.length() ? expression.charAt(position + 1) : ' ';
    if ("dDwW".indexOf(escaped) < 0 && (Character.isLetterOrDigit(escaped) || escaped == ' ')) {
      return Optional.of(
          "\\%s is not allowed; the allowed escapes are \\d, \\D, \\w, \\W and escaped punctuation"
              .formatted(escaped));
    }
    position++;
    return single();
  }

  private Optional<String> characterClass() {
    int end = expression.indexOf(']', position + 2);
    if (end < 0 || expression.substring(position + 1, end).matches(".*(?:\\[|&&|\\\\).*")) {
      return Optional.of("a character class is written [a-z0-9_], without classes or \\ in it");
    }
    position = end;
    return single();
  }

  private Optional<String> openGroup() {
    boolean plain = !expression.startsWith("(?", position);
    if (!plain && !expression.startsWith("(?:", position)) {
      return Optional.of(
          "only plain groups are allowed, no look-around, names or flags: write (…) or (?:…)");
    }
    position += plain ? 0 : 2;
    sizes.push(0);
    return sign();
  }

  private Optional<String> closeGroup() {
    if (sizes.size() < 2) {
      return Optional.of("a ) has no (");
    }
    add(sizes.pop());
    return sign();
  }

  private Optional<String> quantifier(char character) {
    int end = character == '{' ? expression.indexOf('}', position) : position;
    if (end < 0) {
      return Optional.of("a { has no }: write a literal brace as \\{");
    }
    String quantifier = expression.substring(position, end + 1);
    if (character == '{' && !quantifier.matches("\\{\\d{1,2}(?:,\\d{1,2})?}")) {
      return Optional.of("write a count as {2} or {2,8}, and a literal brace as \\{");
    }
    if (end + 1 < expression.length() && "*+?{".indexOf(expression.charAt(end + 1)) >= 0) {
      return Optional.of("a quantifier directly follows another quantifier");
    }
    position = end;
    return character == '{' ? count(quantifier) : sign();
  }

  private Optional<String> count(String quantifier) {
    String most = quantifier.substring(quantifier.indexOf(',') + 1).replaceAll("[{}]", "");
    add(lastSize * Math.max(Integer.parseInt(most) - 1, 0));
    return sign();
  }
}
