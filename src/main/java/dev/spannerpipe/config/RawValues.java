package dev.spannerpipe.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The values of environment variables and command-line options before they are parsed. An option,
/// such as `--lock-timeout`, overrides its variable, `LOCK_TIMEOUT`. An empty or blank value, and
/// an unexpanded `${X}` or `$X`, count as not given.
final class RawValues {
  private static final Pattern UNEXPANDED =
      Pattern.compile("\\$(?:[A-Za-z_][A-Za-z0-9_]*|\\{[A-Za-z_][A-Za-z0-9_]*})");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,4}");

  /// The variables of Bitbucket that supply a value if the pipe's own variable is not given. The
  /// key is the name of the pipe's variable, and the value is the name of Bitbucket's.
  private static final Map<String, String> OTHERWISE =
      Map.of("OIDC_TOKEN", "BITBUCKET_STEP_OIDC_TOKEN");

  private final Map<String, String> environment;
  private final Map<String, List<String>> options;

  /// Creates the values.
  ///
  /// @param environment the environment: names and values of the variables
  /// @param options the values of the options. The key is the name of the variable that the option
  ///   overrides, such as `LOCK_TIMEOUT`
  RawValues(Map<String, String> environment, Map<String, List<String>> options) {
    this.environment = Map.copyOf(environment);
    this.options = Map.copyOf(options);
  }

  /// Returns the value of a variable of the pipe; empty if no source supplies one.
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

  /// For messages: returns the name of a variable's option. `COMMAND` has no option, because the
  /// command is a positional argument, so the name of the variable is returned.
  private static String source(Variable<?> variable) {
    return variable.equals(Variables.COMMAND) ? variable.name() : variable.option();
  }

  private static String single(List<String> texts) throws InvalidValueException {
    if (texts.size() > 1) {
      throw new InvalidValueException("is given more than once", "Give it once");
    }
    return ListText.unquote(texts.getFirst());
  }

  /// Returns whether a text is only the name of a variable that was not replaced by its value.
  static boolean isUnexpanded(String text) {
    return UNEXPANDED.matcher(text.strip()).matches();
  }

  private static boolean isBlank(@Nullable String value) {
    return value == null || value.isBlank() || isUnexpanded(value);
  }
}
