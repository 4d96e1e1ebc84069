package dev.spannerpipe.policy;

import com.google.re2j.Pattern;

/// A pattern for strings: an exact string, a glob, or a regular expression. The whole string must
/// match.
sealed interface TextPattern {
  /// Marks a regular expression, as in `~"release/[0-9]+"`.
  String MARK = "~\"";

  /// The maximum number of characters of a string that is compared with a regular expression. No
  /// real claim is longer. A longer string does not match the regular expression of an allow rule,
  /// but it does match that of a deny rule.
  int MAXIMUM_LENGTH = 512;

  /// Returns the pattern as it is written in the policy.
  String written();

  /// Returns whether the whole string matches.
  boolean matches(String text);

  /// Returns whether the string is too long to be compared with this pattern.
  default boolean isTooLong(String text) {
    return false;
  }

  /// Matches exactly this string.
  record Exact(String written) implements TextPattern {
    @Override
    public boolean matches(String text) {
      return written.equals(text);
    }
  }

  /// A pattern in which `*` matches any number of characters except `:` and `/`, and `**` matches
  /// any number of any characters.
  record Glob(String written, Pattern compiled) implements TextPattern {
    @Override
    public boolean matches(String text) {
      return compiled.matcher(text).matches();
    }
  }

  /// A regular expression, compiled so that it matches only a whole string.
  record Expression(String written, Pattern compiled) implements TextPattern {
    @Override
    public boolean matches(String text) {
      return !isTooLong(text) && compiled.matcher(text).matches();
    }

    @Override
    public boolean isTooLong(String text) {
      return text.length() > MAXIMUM_LENGTH;
    }
  }

  /// Returns whether a pattern is marked as a regular expression.
  static boolean isExpression(String written) {
    return written.startsWith(MARK);
  }

  /// Returns the regular expression without `~"` and the closing quotation mark. [ExpressionSyntax]
  /// reports what is wrong with the expression.
  static String expression(String written) {
    return written.substring(MARK.length(), Math.max(MARK.length(), written.length() - 1));
  }

  /// Parses a pattern. If the pattern is a regular expression, [ExpressionSyntax] must have
  /// accepted it.
  static TextPattern of(String written) {
    if (isExpression(written)) {
      return new Expression(written, whole(expression(written)));
    }
    return written.contains("*") ? new Glob(written, glob(written)) : new Exact(written);
  }

  /// Compiles an expression that matches only a whole string. RE2 matches in time that is linear in
  /// the length of the string, whatever the expression is.
  private static Pattern whole(String expression) {
    return Pattern.compile("\\A(?:" + expression + ")\\z", Pattern.DOTALL);
  }

  private static Pattern glob(String glob) {
    StringBuilder expression = new StringBuilder();
    int from = 0;
    for (int star = glob.indexOf('*'); star >= 0; star = glob.indexOf('*', from)) {
      boolean all = glob.startsWith("**", star);
      expression.append(Pattern.quote(glob.substring(from, star))).append(all ? ".*" : "[^:/]*");
      from = star + (all ? 2 : 1);
    }
    return whole(expression + Pattern.quote(glob.substring(from)));
  }
}
