package dev.spannerpipe.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The values of the environment variables and options before they are parsed. An option overrides
/// the variable of the same name. An empty or blank value, and an unexpanded `${X}` or `$X`, count
/// as not given.
final class RawValues {
  private static final Pattern UNEXPANDED =
      Pattern.compile("\\$(?:[A-Za-z_][A-Za-z0-9_]*|\\{[A-Za-z_][A-Za-z0-9_]*})");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,4}");

  /// The variable of the platform that supplies a value if the pipe's own variable is not given, by
  /// the name of the pipe's own variable.
  private static final Map<String, String> OTHERWISE =
      Map.of("OIDC_TOKEN", "BITBUCKET_STEP_OIDC_TOKEN");

  private final Map<String, String> environment;
  private final Map<String, List<String>> options;

  /// Creates the values.
  ///
  /// @param environment the values of the environment variables, by name
  /// @param options the values of the options, by the name of the variable that the option
  ///   overrides
  RawValues(Map<String, String> environment, Map<String, List<String>> options) {
    this.environment = Map.copyOf(environment);
    this.options = Map.copyOf(options);
  }

  /// Returns the value of a variable; empty if it is not given.
  Optional<RawValue> find(Variable<?> variable) throws InvalidValueException {
    List<String> option =
        options.getOrDefault(variable.name(), List.of()).stream()
            .filter(item -> !isBlank(item))
            .toList();
    if (!option.isEmpty()) {
      return Optional.of(new RawValue(source(variable), items(variable, option)));
    }
    Optional<String> plain = plain(variable.name());
    if (plain.isPresent()) {
      return Optional.of(new RawValue(variable.name(), items(variable, List.of(plain.get()))));
    }
    return takesList(variable) ? array(variable) : otherwise(variable);
  }

  /// Returns the value of an environment variable without surrounding whitespace; empty if the
  /// variable is not given.
  Optional<String> plain(String name) {
    String value = environment.get(name);
    return isBlank(value) ? Optional.empty() : Optional.of(String.valueOf(value).strip());
  }

  static boolean takesList(Variable<?> variable) {
    return switch (variable.type().form()) {
      case LIST, EXPRESSION -> true;
      case TEXT, FLAG -> false;
    };
  }

  private Optional<RawValue> otherwise(Variable<?> variable) throws InvalidValueException {
    String name = OTHERWISE.getOrDefault(variable.name(), "");
    Optional<String> value = plain(name);
    return value.isPresent()
        ? Optional.of(new RawValue(name, items(variable, List.of(value.get()))))
        : Optional.empty();
  }

  /// Reads a list from `X_COUNT`, `X_0`, `X_1` and so on. Bitbucket passes a list in this form.
  private Optional<RawValue> array(Variable<?> variable) throws InvalidValueException {
    String counter = variable.name() + "_COUNT";
    Optional<String> count = plain(counter);
    if (count.isEmpty()) {
      return Optional.empty();
    }
    if (!COUNT.matcher(count.get()).matches()) {
      throw new InvalidValueException(
          "has a " + counter + " that is not a number",
          "Write the list in the step as one variable");
    }
    List<String> items =
        IntStream.range(0, Integer.parseInt(count.get()))
            .mapToObj(index -> plain(variable.name() + "_" + index))
            .flatMap(Optional::stream)
            .toList();
    return items.isEmpty() ? Optional.empty() : Optional.of(new RawValue(variable.name(), items));
  }

  private static List<String> items(Variable<?> variable, List<String> texts)
      throws InvalidValueException {
    return switch (variable.type().form()) {
      case LIST -> texts.stream().flatMap(text -> ListText.split(text).stream()).toList();
      case EXPRESSION -> texts.stream().map(ListText::unquote).toList();
      case TEXT, FLAG -> List.of(single(texts));
    };
  }

  /// Returns the name of the option for messages. The command is a positional argument and has no
  /// option.
  private static String source(Variable<?> variable) {
    return variable.equals(Variables.COMMAND) ? variable.name() : variable.option();
  }

  private static String single(List<String> texts) throws InvalidValueException {
    if (texts.size() > 1) {
      throw new InvalidValueException("is given more than once", "Give it once");
    }
    return ListText.unquote(texts.getFirst());
  }

  private static boolean isBlank(@Nullable String value) {
    return value == null || value.isBlank() || UNEXPANDED.matcher(value.strip()).matches();
  }
}
