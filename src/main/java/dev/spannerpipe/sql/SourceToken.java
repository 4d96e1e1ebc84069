package dev.spannerpipe.sql;

/// A token together with the text that it was read from.
///
/// @param source the text as written, with its quotes and prefix
/// @param spaced whether white space or a comment separates it from the token before
public record SourceToken(SqlToken token, String source, boolean spaced) {
  /// Returns whether it is this keyword. A quoted identifier never is.
  public boolean is(String keyword) {
    return token.is(keyword);
  }

  /// Returns whether it is this symbol.
  public boolean isSymbol(char symbol) {
    return token.isSymbol(symbol);
  }

  /// Returns whether it can be a name or part of a name.
  public boolean isName() {
    return token.isName();
  }

  /// Returns whether it is a digit. Numbers are read one digit at a time.
  public boolean isDigit() {
    return token.kind() == SqlToken.Kind.SYMBOL && Character.isDigit(source.charAt(0));
  }
}
