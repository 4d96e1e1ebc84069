package dev.spannerpipe.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parsed values of all variables, and the problems of invalid values.
final class ParsedValues {
  private final RunEnvironment surroundings;
  private final RawValues raw;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, RawValue> given = new HashMap<>();
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  ParsedValues(RawValues raw, RunEnvironment surroundings) {
    this.raw = raw;
    this.surroundings = surroundings;
    Variables.ALL.forEach(this::read);
  }

  /// Returns whether the process runs on a Google runtime, such as Cloud Run, that attaches an
  /// identity to it. Such a runtime is assumed if `GCE_METADATA_HOST` is given.
  boolean onGoogleRuntime() {
    return surroundings.googleRuntime() || find(Variables.GCE_METADATA_HOST).isPresent();
  }

  /// Returns the value of a variable, or else the variable's default. Returns empty if there is
  /// neither, or if the value is invalid.
  @SuppressWarnings("unchecked") // The parser of this variable's type created the value.
  <T> Optional<T> find(Variable<T> variable) {
    return Optional.ofNullable((T) values.get(variable.name()));
  }

  /// Returns the value of a variable, or else its default. Throws if there is neither.
  <T> T get(Variable<T> variable) {
    return find(variable).orElseThrow();
  }

  /// Returns whether the user gave the variable a value that has an effect: any value except the
  /// default and `false`. An invalid value counts as having an effect.
  boolean isUsed(Variable<?> variable) {
    Object value = values.get(variable.name());
    return value == null
        ? problems.containsKey(variable.name())
        : given.containsKey(variable.name()) && !value.equals(false) && !isDefault(variable, value);
  }

  /// Returns whether the user gave the variable no value. An invalid value counts as given.
  boolean isMissing(Variable<?> variable) {
    return !given.containsKey(variable.name()) && !problems.containsKey(variable.name());
  }

  /// For messages: returns the value of a variable as the user wrote it; an empty string if no
  /// value was given.
  String text(Variable<?> variable) {
    return Optional.ofNullable(given.get(variable.name())).map(RawValue::text).orElse("");
  }

  /// For messages: returns the name of the variable or option that supplied the value; the name of
  /// the variable if no value was given.
  String source(Variable<?> variable) {
    return Optional.ofNullable(given.get(variable.name()))
        .map(RawValue::source)
        .orElse(variable.name());
  }

  /// Returns whether a command-line option supplied the value.
  boolean isOption(Variable<?> variable) {
    return source(variable).startsWith("--");
  }

  /// Returns the problem with a variable's value, if any.
  Optional<Problem> problem(Variable<?> variable) {
    return Optional.ofNullable(problems.get(variable.name()));
  }

  private void read(Variable<?> variable) {
    try {
      Optional<RawValue> found = raw.find(variable);
      found.ifPresent(value -> given.put(variable.name(), value));
      Optional<RawValue> value =
          found.or(
              () ->
                  variable
                      .defaultValue()
                      .map(text -> new RawValue(variable.name(), List.of(text))));
      if (value.isPresent()) {
        values.put(variable.name(), parse(variable, value.get()));
      }
    } catch (InvalidValueException problem) {
      problems.put(variable.name(), problem(variable, problem));
    }
  }

  private boolean isDefault(Variable<?> variable, Object value) {
    try {
      return variable.defaultValue().isPresent()
          && parse(variable, new RawValue(variable.name(), List.of(variable.defaultValue().get())))
              .equals(value);
    } catch (InvalidValueException impossible) {
      throw new IllegalStateException("invalid default of " + variable.name(), impossible);
    }
  }

  private Object parse(Variable<?> variable, RawValue value) throws InvalidValueException {
    return variable.type().parser().parse(value, surroundings);
  }

  private Problem problem(Variable<?> variable, InvalidValueException wrong) {
    String source = source(variable);
    return variable.secret() || !given.containsKey(variable.name())
        ? Problem.of(source, wrong.what(), wrong.action())
        : Problem.ofValue(source, text(variable), wrong.what(), wrong.action());
  }
}
