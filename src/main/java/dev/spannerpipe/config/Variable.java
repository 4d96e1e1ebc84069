package dev.spannerpipe.config;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A variable of the pipe: the one source of what the validator, the options, `pipe.yml` and the
/// README know about it.
///
/// @param defaultValue what holds where it is not given
/// @param otherwise says in words what holds where it is not given and no fixed value can say it
/// @param commands which commands use it
/// @param sentence what it means, without a full stop
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
  /// Where the help lists it.
  public enum Group {
    /// Command.
    COMMAND("What to do"),
    /// Target.
    TARGET("Target"),
    /// Changelog.
    CHANGELOG("Changelog"),
    /// Identity.
    IDENTITY("Identity"),
    /// Endpoints.
    ENDPOINTS("Endpoints"),
    /// Safety.
    SAFETY("Safety"),
    /// Time limits.
    TIME("Time"),
    /// Workflow.
    WORKFLOW("Workflow"),
    /// Output.
    OUTPUT("Output"),
    /// Single commands.
    COMMANDS("Single commands");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /// Returns the heading.
    public String title() {
      return title;
    }
  }

  /// Whether this version does anything with it.
  public enum Availability {
    /// It does.
    NOW,
    /// It does not, and refuses it where it is given, as the user relies on it.
    LATER,
    /// It does not, but other tools use the variable too, so that its presence says nothing.
    SHARED
  }

  /// Copies the set.
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
        EnumSet.allOf(Command.class),
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

  Variable<T> whichIsRequired() {
    return new Variable<>(
        name, group, type, defaultValue, otherwise, commands, true, availability, sentence);
  }

  Variable<T> which(Availability newAvailability) {
    return new Variable<>(
        name, group, type, defaultValue, otherwise, commands, required, newAvailability, sentence);
  }

  /// Returns the command line's option for it, as in `--lock-timeout`.
  public String option() {
    return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Tells whether its values must not be shown.
  public boolean secret() {
    return type.equals(ValueTypes.SECRET);
  }

  /// Returns the sentence for documentation, with the default and whether this version has it.
  public String documentation() {
    String start = Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
    String must = required ? " Required." : "";
    String standard =
        defaultValue.or(() -> otherwise).map(text -> " Default: " + text + ".").orElse("");
    String later =
        switch (availability) {
          case NOW -> "";
          case LATER -> " Not available in this version.";
          case SHARED -> " Without effect in this version.";
        };
    return start + must + standard + later;
  }
}
