package dev.spannerpipe.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The parsed values of all variables, and the problems of invalid values.
final class ParsedValues {
  private final RunEnvironment surroundings;
  private final RawValues raw;
  private final ParametersFile file;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, RawValue> given = new HashMap<>();
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  /// Parses all values.
  ///
  /// @param raw the values of variables and options
  /// @param file the values of the parameters file. A variable or option may not give another value
  ParsedValues(RawValues raw, ParametersFile file, RunEnvironment surroundings) {
    this.raw = raw;
    this.file = file;
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

  /// Returns whether the parameters file cannot be used, although it might give this variable.
  boolean isUncertain(Variable<?> variable) {
    boolean unusable = file.isUnusable() || problem(Variables.PARAMETERS_FILE).isPresent();
    return unusable && isMissing(variable) && ParametersFile.canSet(variable);
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
      Optional<RawValue> own = raw.find(variable);
      Optional<RawValue> listed = file.find(variable);
      if (own.isPresent()) {
        values.put(variable.name(), given(variable, own.get()));
      } else if (variable.defaultValue().isPresent() && listed.isEmpty()) {
        values.put(variable.name(), parse(variable, defaultOf(variable)));
      }
      if (listed.isPresent()) {
        readFile(variable, own, listed.get());
      }
    } catch (InvalidValueException problem) {
      problems.put(variable.name(), problem(variable, problem));
    }
  }

  /// Reads the value of the parameters file. If the variable has a value, too, the two must agree.
  private void readFile(Variable<?> variable, Optional<RawValue> own, RawValue listed)
      throws InvalidValueException {
    given.put(variable.name(), listed);
    ParametersFile.requireLiteral(listed, RawValues.takesList(variable));
    Object other = parse(variable, listed);
    if (own.isPresent()) {
      // From here on, messages name the variable.
      given.put(variable.name(), own.get());
      other = file.combined(variable, Objects.requireNonNull(values.get(variable.name())), other);
    }
    values.put(variable.name(), other);
  }

  private Object given(Variable<?> variable, RawValue value) throws InvalidValueException {
    given.put(variable.name(), value);
    return parse(variable, value);
  }

  private static RawValue defaultOf(Variable<?> variable) {
    return new RawValue(variable.name(), List.of(variable.defaultValue().orElseThrow()));
  }

  private boolean isDefault(Variable<?> variable, Object value) {
    try {
      return variable.defaultValue().isPresent()
          && parse(variable, defaultOf(variable)).equals(value);
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
