package dev.spannerpipe.config;

/// The type of a variable's values, with its parser.
///
/// @param form whether a value is one text, a flag, a list or an expression
/// @param words the name of the type in the documentation, for example `duration`
public record ValueType<T>(Form form, String words, Parser<T> parser) {
  /// The form in which a value is given.
  public enum Form {
    /// One text.
    TEXT,
    /// True or false.
    FLAG,
    /// Several texts.
    LIST,
    /// One expression. It may be given as a list of parts, which are then joined by commas.
    EXPRESSION
  }

  /// Parses a value.
  @FunctionalInterface
  interface Parser<T> {
    T parse(RawValue given, RunEnvironment surroundings) throws InvalidValueException;
  }

  /// Parses a value that is one text.
  @FunctionalInterface
  interface TextParser<T> {
    T parse(String text, RunEnvironment surroundings) throws InvalidValueException;
  }

  /// Returns a type whose values are one text.
  static <T> ValueType<T> ofText(String words, TextParser<T> parser) {
    return new ValueType<>(
        Form.TEXT, words, (given, surroundings) -> parser.parse(given.text(), surroundings));
  }
}
