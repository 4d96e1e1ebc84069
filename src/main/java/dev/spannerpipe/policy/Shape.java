package dev.spannerpipe.policy;

import java.util.List;
import java.util.function.Predicate;

/// The required form of a part of the policy file. [ShapeCheck] checks the file against the shapes,
/// and the published JSON schema is generated from them.
sealed interface Shape {
  /// A string.
  ///
  /// @param what a description for people
  /// @param format a regular expression that the whole string must match
  /// @param quoted whether a value that looks like a number, a date or a boolean must be in quotes
  /// @param further a check that the format cannot express
  record Text(String what, String format, boolean quoted, Predicate<String> further)
      implements Shape {
    /// Creates the shape of a string that the format describes completely.
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

  /// A list with at least this many items.
  ///
  /// @param single whether a single item may appear without a list around it
  record ListOf(Shape item, int minimum, boolean single) implements Shape {}

  /// A mapping with these keys and no others.
  record Keys(List<Key> keys) implements Shape {
    List<String> names() {
      return keys.stream().map(Key::name).toList();
    }
  }

  /// A mapping whose keys are chosen by the policy's author, such as the names of issuers.
  record Named(String what, Shape each) implements Shape {}

  /// A string, a boolean or an integer.
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
