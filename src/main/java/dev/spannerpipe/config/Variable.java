package dev.spannerpipe.config;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A variable of the pipe. The validator, the options, `pipe.yml` and the README all use this
/// definition.
///
/// @param defaultValue the value that applies if the variable is not given
/// @param otherwise describes what applies if the variable is not given and has no fixed default
/// @param commands the commands that use the variable
/// @param sentence the meaning of the variable, without a full stop
public record Variable<T>(
    String name,
    Group group,
    ValueType<T> type,
    Optional<String> defaultValue,
    Optional<String> otherwise,
    Set<Command> commands,
    boolean required,
    Availability availability,
    String sentence) {
  /// The group under which the help lists the variable.
  public enum Group {
    COMMAND("What to do"),
    TARGET("Target"),
    CHANGELOG("Changelog"),
    IDENTITY("Identity"),
    ENDPOINTS("Endpoints"),
    SAFETY("Safety"),
    TIME("Time and memory"),
    WORKFLOW("Workflow"),
    OUTPUT("Output"),
    COMMANDS("Single commands");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /// Returns the heading of the group.
    public String title() {
      return title;
    }
  }

  /// Whether this version uses the variable.
  public enum Availability {
    /// This version uses the variable.
    NOW,
    /// Only a later version will use the variable. This version rejects it, because a user who sets
    /// it relies on its effect.
    LATER
  }

  public Variable {
    commands = Set.copyOf(commands);
  }

  static <T> Variable<T> of(String name, Group group, ValueType<T> type, String sentence) {
    return new Variable<>(
        name,
        group,
        type,
        Optional.empty(),
        Optional.empty(),
        EnumSet.complementOf(EnumSet.of(Command.SERVE)),
        false,
        Availability.NOW,
        sentence);
  }

  Variable<T> withDefault(String value) {
    return new Variable<>(
        name,
        group,
        type,
        Optional.of(value),
        otherwise,
        commands,
        required,
        availability,
        sentence);
  }

  Variable<T> defaultDescription(String words) {
    return new Variable<>(
        name,
        group,
        type,
        defaultValue,
        Optional.of(words),
        commands,
        required,
        availability,
        sentence);
  }

  Variable<T> usedBy(Command first, Command... others) {
    return new Variable<>(
        name,
        group,
        type,
        defaultValue,
        otherwise,
        EnumSet.of(first, others),
        required,
        availability,
        sentence);
  }

  /// Returns the variable, used by every command. Without this call, all but `serve` use it.
  Variable<T> usedByAll() {
    return usedBy(Command.APPLY, Command.values());
  }

  Variable<T> whichIsRequired() {
    return new Variable<>(
        name, group, type, defaultValue, otherwise, commands, true, availability, sentence);
  }

  Variable<T> which(Availability newAvailability) {
    return new Variable<>(
        name, group, type, defaultValue, otherwise, commands, required, newAvailability, sentence);
  }

  /// Returns the command line option of the variable, for example `--lock-timeout`.
  public String option() {
    return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns whether the value of the variable must not be shown.
  public boolean secret() {
    return type.equals(ValueTypes.SECRET);
  }

  /// Returns the text for the documentation: the sentence, the default and the availability. A
  /// variable that this version rejects has no default.
  public String documentation() {
    String start = Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
    String must = required ? " Required." : "";
    String standard =
        availability == Availability.LATER
            ? ""
            : defaultValue.or(() -> otherwise).map(text -> " Default: " + text + ".").orElse("");
    String later =
        switch (availability) {
          case NOW -> "";
          case LATER -> " This version rejects the variable.";
        };
    return start + must + standard + later;
  }
}
