package dev.spannerpipe.sql;

import java.util.Locale;

/// A piece of a statement that means something: no white space, no comment, no hint.
///
/// @param text as written; a quoted identifier without its quotes
public record SqlToken(Kind kind, String text) {
  /// What a token is.
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

  /// Returns whether it is this keyword; a quoted identifier never is.
  public boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /// Returns whether it is this punctuation.
  public boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /// Returns whether it can be (a part of) a name.
  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /// Returns it in the form in which two spellings of the same thing are equal.
  public String folded() {
    return kind == Kind.STRING ? text : text.toLowerCase(Locale.ROOT);
  }
}
