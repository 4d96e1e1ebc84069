package dev.spannerpipe.policy;

import com.google.re2j.Pattern;

/// What a text has to be: exactly this, a glob, or, where it is marked as such, a regular
/// expression that matches the whole text.
sealed interface TextPattern {
  /// Marks a regular expression: `~"release/[0-9]+"`.
  String MARK = "~\"";

  /// Texts that are longer are not compared with a regular expression: no claim is that long, and
  /// such a text counts as what allows less.
  int MAXIMUM_LENGTH = 512;

  /// Returns the pattern as it is written.
  String written();

  /// Returns whether the whole text matches.
  boolean matches(String text);

  /// Returns whether nobody can say whether the text matches.
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

  /// A text in which `*` stands for any number of characters but `:` and `/`, and `**` for any
  /// number of any characters.
  record Glob(String written, Pattern compiled) implements TextPattern {
    @Override
    public boolean matches(String text) {
      return compiled.matcher(text).matches();
    }
  }

  /// A regular expression, compiled so that it never matches a part of a text only.
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

  /// Returns what stands between the marks; [ExpressionSyntax] says what is wrong with it.
  static String expression(String written) {
    return written.substring(MARK.length(), Math.max(MARK.length(), written.length() - 1));
  }

  /// Reads a pattern in which [ExpressionSyntax] finds nothing wrong.
  static TextPattern of(String written) {
    if (isExpression(written)) {
      return new Expression(written, whole(expression(written)));
    }
    return written.contains("*") ? new Glob(written, glob(written)) : new Exact(written);
  }

  /// Of RE2, whose time grows with the text only, whatever the expression.
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
