package dev.spannerpipe.sql;

import java.util.List;

/// A piece of SQL that is kept and compared, but not understood: an expression, a query, a whole
/// statement. Two fragments are equal if they differ only in white space, comments, the case of
/// words, quotes that change nothing, a comma before a closing parenthesis, and parentheses around
/// the whole.
public final class SqlFragment implements Comparable<SqlFragment> {
  private final String text;
  private final String key;

  private SqlFragment(String text, String key) {
    this.text = text;
    this.key = key;
  }

  /// Returns the fragment that consists of these tokens.
  public static SqlFragment of(Dialect dialect, List<SourceToken> tokens) {
    return new FragmentText(dialect, tokens).fragment();
  }

  /// Returns the fragment that is written like this.
  public static SqlFragment of(Dialect dialect, String sql) {
    return of(dialect, SqlTokenizer.sourceTokens(dialect, sql));
  }

  static SqlFragment of(String text, String key) {
    return new SqlFragment(text, key);
  }

  /// Returns the fragment on one line, with the words as written.
  public String text() {
    return text;
  }

  /// Returns whether there is no token in it.
  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public int compareTo(SqlFragment other) {
    return key.compareTo(other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SqlFragment fragment && key.equals(fragment.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
