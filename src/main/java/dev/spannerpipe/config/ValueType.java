package dev.spannerpipe.config;

/// What the values of a variable look like, and how one is read.
///
/// @param form how a value is given
/// @param words what it is called in documentation, as in `duration`
public record ValueType<T>(Form form, String words, Parser<T> parser) {
  /// How a value is given.
  public enum Form {
    /// One text.
    TEXT,
    /// True or false.
    FLAG,
    /// Several texts.
    LIST,
    /// An expression, whose parts may be given as a list.
    EXPRESSION
  }

  /// Reads a value.
  @FunctionalInterface
  interface Parser<T> {
    T parse(RawValue given, RunEnvironment surroundings) throws InvalidValueException;
  }

  /// Reads a value of one text.
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
