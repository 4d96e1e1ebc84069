package dev.spannerpipe.policy;

import java.util.List;
import java.util.Optional;

/// A value in the policy file, with the line that it starts on, from 1.
sealed interface Value {
  /// Returns the line that it starts on.
  int line();

  /// Returns its kind for people, as in `a text` or `a list`.
  String kind();

  /// The type of a scalar that is written without quotes.
  enum Type {
    /// A text.
    TEXT("a text"),
    /// A boolean.
    FLAG("a boolean"),
    /// A whole number.
    WHOLE("a number"),
    /// A fraction or a date, which no policy contains without quotes.
    OTHER("a number or a date"),
    /// Nothing at all.
    EMPTY("empty");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  /// One value.
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

  /// Returns the value of a key if this is a mapping that has it.
  default Optional<Value> get(String key) {
    return this instanceof Mapping mapping ? mapping.find(key) : Optional.empty();
  }

  /// Returns the text of a key's value, whatever its type is.
  default Optional<String> text(String key) {
    return get(key)
        .filter(Scalar.class::isInstance)
        .map(value -> ((Scalar) value).text())
        .filter(text -> !text.isEmpty());
  }

  /// Returns the boolean of a key; false if it is missing.
  default boolean flag(String key) {
    return text(key).filter("true"::equalsIgnoreCase).isPresent();
  }

  /// Returns the values of a key: the items of a list, or a single value.
  default List<Value> all(String key) {
    return get(key).map(Value::items).orElse(List.of());
  }

  /// Returns the items of this list, or this value itself if it is not a list.
  default List<Value> items() {
    return this instanceof Items items ? items.values() : List.of(this);
  }

  /// Returns the scalars of a key.
  default List<Scalar> scalars(String key) {
    return all(key).stream().filter(Scalar.class::isInstance).map(Scalar.class::cast).toList();
  }
}
