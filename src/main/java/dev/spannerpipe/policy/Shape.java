package dev.spannerpipe.policy;

import java.util.List;
import java.util.function.Predicate;

/// What a part of the policy file may look like. The parser checks against it, and the published
/// schema is made from it.
sealed interface Shape {
  /// A text.
  ///
  /// @param what what it is, for a person
  /// @param format a regular expression for the whole text
  /// @param quoted whether it must not look like a number, a date or a truth value
  /// @param further what the format does not say
  record Text(String what, String format, boolean quoted, Predicate<String> further)
      implements Shape {
    /// Makes one of which the format says all.
    Text(String what, String format, boolean quoted) {
      this(what, format, quoted, _ -> true);
    }

    boolean takes(String text) {
      return text.matches(format) && further.test(text);
    }
  }

  /// One of these words.
  record Choice(List<String> words) implements Shape {}

  /// `true` or `false`.
  record Flag() implements Shape {}

  /// A list of at least so many.
  ///
  /// @param single whether one item may stand without a list around it
  record ListOf(Shape item, int minimum, boolean single) implements Shape {}

  /// A mapping with these keys and no others.
  record Keys(List<Key> keys) implements Shape {
    List<String> names() {
      return keys.stream().map(Key::name).toList();
    }
  }

  /// A mapping from names that the policy chooses.
  record Named(String what, Shape each) implements Shape {}

  /// A text, a truth value or a whole number.
  record Scalar() implements Shape {}

  /// A key of a mapping.
  record Key(String name, boolean required, String meaning, Shape shape) {}

  static Key required(String name, String meaning, Shape shape) {
    return new Key(name, true, meaning, shape);
  }

  static Key optional(String name, String meaning, Shape shape) {
    return new Key(name, false, meaning, shape);
  }

  static Keys keys(Key... keys) {
    return new Keys(List.of(keys));
  }

  static Text text(String what) {
    return new Text(what, "(?s).+", true);
  }

  static ListOf oneOrMore(Shape item) {
    return new ListOf(item, 1, true);
  }
}
