package dev.spannerpipe.policy;

import com.google.re2j.Pattern;

/// The pattern of a text: an exact text, a glob, or, with a mark, a regular expression that matches
/// the whole text.
sealed interface TextPattern {
  /// Marks a regular expression: `~"release/[0-9]+"`.
  String MARK = "~\"";

  /// Longer texts are not compared with a regular expression, because no claim is that long. A text
  /// that long never increases what is allowed.
  int MAXIMUM_LENGTH = 512;

  /// Returns the pattern as it is written.
  String written();

  /// Returns whether the whole text matches.
  boolean matches(String text);

  /// Returns whether the text is too long to be compared.
  default boolean isTooLong(String text) {
    return false;
  }

  /// Exactly this text.
  record Exact(String written) implements TextPattern {
    @Override
    public boolean matches(String text) {
      return written.equals(text);
    }
  }

  /// A text in which `*` matches any number of characters except `:` and `/`, and `**` matches any
  /// number of any characters.
  record Glob(String written, Pattern compiled) implements TextPattern {
    @Override
    public boolean matches(String text) {
      return compiled.matcher(text).matches();
    }
  }

  /// A regular expression, compiled so that it matches only a whole text.
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

  /// Returns whether this text is marked as a regular expression.
  static boolean isExpression(String written) {
    return written.startsWith(MARK);
  }

  /// Returns the expression between the marks; [ExpressionSyntax] reports what is wrong with it.
  static String expression(String written) {
    return written.substring(MARK.length(), Math.max(MARK.length(), written.length() - 1));
  }

  /// Parses a pattern that [ExpressionSyntax] accepts.
  static TextPattern of(String written) {
    if (isExpression(written)) {
      return new Expression(written, whole(expression(written)));
    }
    return written.contains("*") ? new Glob(written, glob(written)) : new Exact(written);
  }

  /// RE2 takes time that grows only with the text, whatever the expression is.
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
