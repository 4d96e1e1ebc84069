package dev.spannerpipe.sql;

import java.util.Locale;

/// A word, a quoted identifier, a literal or a symbol of a statement. White space, comments and
/// hints are not tokens.
///
/// @param text the text as written; a quoted identifier or a string without its quotes
public record SqlToken(Kind kind, String text) {
  /// The kind of a token.
  public enum Kind {
    /// A keyword or a plain identifier.
    WORD,
    /// An identifier in backticks or, in PostgreSQL, in double quotes.
    QUOTED,
    /// A string or bytes literal.
    STRING,
    /// A number, an operator or punctuation, one character at a time.
    SYMBOL
  }

  /// Returns whether the token is this keyword. A quoted identifier is never a keyword.
  public boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /// Returns whether the token is this symbol.
  public boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /// Returns whether the token can be a name or part of a name.
  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /// Returns the text in lower case, which is the same for all spellings of a name. The text of a
  /// string is returned unchanged.
  public String folded() {
    return kind == Kind.STRING ? text : text.toLowerCase(Locale.ROOT);
  }
}
