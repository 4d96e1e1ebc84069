package dev.spannerpipe.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Says what is wrong with a regular expression in a policy: only a subset is taken whose match
/// takes little time and whose meaning nobody can misread.
final class ExpressionSyntax {
  private static final int MAXIMUM_LENGTH = 256;

  /// A match that fails may have tried two to the power of this many ways.
  private static final int MAXIMUM_CHOICES = 24;

  /// What a repetition without an end counts: of a text of [TextPattern#MAXIMUM_LENGTH] characters,
  /// three of them share it in about that many ways.
  private static final int ENDLESS = 8;

  private final String expression;
  private final Deque<Boolean> groups = new ArrayDeque<>();
  private int position;
  private int choices;
  private boolean lastGroupBranches;
  private boolean afterGroup;

  private ExpressionSyntax(String expression) {
    this.expression = expression;
  }

  /// Returns what is wrong with a text marked as a regular expression, if anything is.
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
          "the regular expression is not anchored: it begins or ends with .* or .+, say what may stand there, such as [^/]+");
    }
    return Optional.empty();
  }

  private static Optional<String> uncompilable(String expression) {
    try {
      Pattern.compile(expression);
      return Optional.empty();
    } catch (PatternSyntaxException problem) {
      return Optional.of("not a regular expression: " + problem.getDescription());
    }
  }

  private Optional<String> scan() {
    groups.push(false);
    while (position < expression.length()) {
      Optional<String> problem = next(expression.charAt(position));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return choices > MAXIMUM_CHOICES
        ? Optional.of(
            "too many ways to match: * and + count %d, ? and | 1, and {2,8} as many bits as its choices need, here 3; together at most %d"
                .formatted(ENDLESS, MAXIMUM_CHOICES))
        : Optional.empty();
  }

  private Optional<String> next(char character) {
    return switch (character) {
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> openGroup();
      case ')' -> closeGroup();
      case '|' -> branch();
      case '*', '+', '?', '{' -> quantifier(character);
      case '^', '$' ->
          Optional.of(
              "%s is not wanted: a regular expression always matches the whole text"
                  .formatted(character));
      default -> single();
    };
  }

  private Optional<String> single() {
    position++;
    afterGroup = false;
    return Optional.empty();
  }

  private Optional<String> escape() {
    char escaped = position + 1 < expression.length() ? expression.charAt(position + 1) : ' ';
    if ("dDwW".indexOf(escaped) < 0 && (Character.isLetterOrDigit(escaped) || escaped == ' ')) {
      return Optional.of("\\%s is not allowed, only \\d, \\w and escaped signs".formatted(escaped));
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
      return Optional.of("only plain groups are allowed, no look-around, names or flags");
    }
    position += plain ? 0 : 2;
    groups.push(false);
    return single();
  }

  private Optional<String> closeGroup() {
    if (groups.size() < 2) {
      return Optional.of("a ) has no (");
    }
    lastGroupBranches = groups.pop();
    if (lastGroupBranches) {
      mark();
    }
    position++;
    afterGroup = true;
    return Optional.empty();
  }

  private Optional<String> branch() {
    choices++;
    mark();
    return single();
  }

  /// Remembers that the group that is open can match in several ways.
  private void mark() {
    groups.pop();
    groups.push(true);
  }

  private Optional<String> quantifier(char character) {
    if (afterGroup && lastGroupBranches && character != '?') {
      return Optional.of("nested quantifiers: a group that repeats or branches may not repeat");
    }
    int end = character == '{' ? expression.indexOf('}', position) : position;
    if (end < 0) {
      return Optional.of("a { has no }: write \\{ for the sign itself");
    }
    String quantifier = expression.substring(position, end + 1);
    if (character == '{' && !quantifier.matches("\\{\\d{1,2}(?:,\\d{1,2})?}")) {
      return Optional.of("a count is written {2} or {2,8}, and \\{ is the sign itself");
    }
    if (end + 1 < expression.length() && "*+?{".indexOf(expression.charAt(end + 1)) >= 0) {
      return Optional.of("nested quantifiers: one follows another");
    }
    choices += choices(quantifier);
    mark();
    position = end;
    return single();
  }

  private static int choices(String quantifier) {
    return switch (quantifier) {
      case "*", "+" -> ENDLESS;
      case "?" -> 1;
      default -> Integer.SIZE - Integer.numberOfLeadingZeros(span(quantifier));
    };
  }

  /// Returns by how much the bounds of a count differ.
  private static int span(String count) {
    String[] bounds = count.substring(1, count.length() - 1).split(",", -1);
    int least = Integer.parseInt(bounds[0]);
    return Math.max(Integer.parseInt(bounds[bounds.length - 1]) - least, 0);
  }
}
