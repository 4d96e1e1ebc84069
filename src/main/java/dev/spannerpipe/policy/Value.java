package dev.spannerpipe.policy;

import java.util.List;
import java.util.Optional;

/// A value in the policy file, with the line on which the value starts, from 1.
sealed interface Value {
  /// Returns the line on which the value starts.
  int line();

  /// Returns the kind of the value for messages, such as `a string` or `a list`.
  String kind();

  /// The type of a scalar. A scalar in quotes is always a [#TEXT].
  enum Type {
    /// A string.
    TEXT("a string"),
    /// A boolean.
    FLAG("a boolean"),
    /// An integer.
    WHOLE("a number"),
    /// A fraction or a date; a policy may contain these only in quotes.
    OTHER("a number or a date"),
    /// No value at all.
    EMPTY("empty");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  /// A single value: a string, a boolean, a number or nothing.
  record Scalar(int line, String text, Type type) implements Value {
    @Override
    public String kind() {
      return type.word;
    }
  }

  /// A list.
  record Items(int line, List<Value> values) implements Value {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /// A mapping, in the order of the file.
  record Mapping(int line, List<Member> members) implements Value {
    @Override
    public String kind() {
      return "a mapping";
    }

    /// Returns the value of a key.
    Optional<Value> find(String key) {
      return members.stream()
          .filter(member -> member.key().equals(key))
          .map(Member::value)
          .findFirst();
    }
  }

  /// One key of a mapping with its value.
  record Member(String key, int line, Value value) {}

  /// Returns the value of a key; empty if this value is not a mapping or does not have the key.
  default Optional<Value> get(String key) {
    return this instanceof Mapping mapping ? mapping.find(key) : Optional.empty();
  }

  /// Returns the text of a key's scalar value, whatever the scalar's type is; empty if the key is
  /// missing, or if its value is not a scalar or has no text.
  default Optional<String> text(String key) {
    return get(key)
        .filter(Scalar.class::isInstance)
        .map(value -> ((Scalar) value).text())
        .filter(text -> !text.isEmpty());
  }

  /// Returns whether the value of a key is `true`.
  default boolean flag(String key) {
    return text(key).filter("true"::equalsIgnoreCase).isPresent();
  }

  /// Returns the values of a key: the items of the list, or the single value.
  default List<Value> all(String key) {
    return get(key).map(Value::items).orElse(List.of());
  }

  /// Returns the items of this list, or this value itself if it is not a list.
  default List<Value> items() {
    return this instanceof Items items ? items.values() : List.of(this);
  }

  /// Returns those values of a key that are scalars.
  default List<Scalar> scalars(String key) {
    return all(key).stream().filter(Scalar.class::isInstance).map(Scalar.class::cast).toList();
  }
}
