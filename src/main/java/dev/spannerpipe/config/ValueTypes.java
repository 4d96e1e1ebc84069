package dev.spannerpipe.config;

import dev.spannerpipe.adopt.AdoptSettings;
import dev.spannerpipe.apply.ResolveSettings;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.text.DurationText;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The types of the pipe's variables.
final class ValueTypes {
  static final ValueType<String> TEXT = ValueType.ofText("text", (text, _) -> oneLine(text));

  static final ValueType<Secret> SECRET =
      ValueType.ofText("text", (text, _) -> new Secret(oneLine(text)));

  /// Text that may have several lines, such as JSON.
  static final ValueType<String> DOCUMENT = ValueType.ofText("text", (text, _) -> text);

  static final ValueType<String> EXPRESSION =
      new ValueType<>(ValueType.Form.EXPRESSION, "expression", (given, _) -> oneLine(given.text()));

  static final ValueType<Boolean> FLAG =
      new ValueType<>(ValueType.Form.FLAG, "true or false", (given, _) -> flag(given.text()));

  static final ValueType<Path> PATH =
      ValueType.ofText(
          "path", (text, surroundings) -> surroundings.directory().resolve(oneLine(text)));

  /// A file of the repository, which must be inside the clone directory.
  static final ValueType<InputFile> FILE_OF_BRANCH =
      ValueType.ofText(
          "path",
          (text, surroundings) ->
              InputFile.ofBranch(
                  surroundings.directory().resolve(oneLine(text)), surroundings.checkout()));

  /// A file that may be anywhere. If it is outside of the clone directory, nobody can change it by
  /// a push to a Git branch.
  static final ValueType<InputFile> FILE_OF_STEP =
      ValueType.ofText(
          "path",
          (text, surroundings) ->
              InputFile.ofStep(
                  surroundings.directory().resolve(oneLine(text)), surroundings.checkout()));

  static final ValueType<List<Path>> PATHS =
      new ValueType<>(ValueType.Form.LIST, "list of paths", ValueTypes::paths);

  static final ValueType<Map<String, String>> PARAMETERS =
      new ValueType<>(
          ValueType.Form.LIST, "list of name=value", (given, _) -> parameters(given.items()));

  static final ValueType<Duration> DURATION =
      ValueType.ofText("duration", (text, _) -> duration(text));

  static final ValueType<Duration> POSITIVE_DURATION =
      ValueType.ofText("duration", (text, _) -> positiveDuration(text));

  static final ValueType<URI> ENDPOINT = ValueType.ofText("URL", EndpointText::parse);

  /// The address of an HTTP proxy on this machine.
  static final ValueType<URI> PROXY = ValueType.ofText("URL", EndpointText::parseProxy);

  static final ValueType<String> HOST =
      ValueType.ofText("host:port", (text, _) -> EndpointText.parseHost(text));

  static final ValueType<String> METADATA_HOST =
      ValueType.ofText("host[:port]", EndpointText::parseMetadataHost);

  static final ValueType<ResolveSettings.Answer> ANSWER =
      ValueType.ofText("answer", (text, _) -> answer(text));

  static final ValueType<Long> COUNT =
      matching(
          "number",
          "[1-9][0-9]{0,8}",
          "is not a number of at least 1",
          "Write it in digits, such as 10",
          Long::valueOf);

  static final ValueType<Command> COMMAND = choice(Command.class, Command.ofPipelines());
  static final ValueType<DialectName> DIALECT =
      choice(DialectName.class, List.of(DialectName.values()));
  static final ValueType<AdoptSettings.From> ADOPT_FROM =
      choice(AdoptSettings.From.class, List.of(AdoptSettings.From.values()));
  static final ValueType<LogFormat> LOG_FORMAT =
      choice(LogFormat.class, List.of(LogFormat.values()));
  static final ValueType<WorkflowSettings.OnTimeout> ON_TIMEOUT =
      choice(WorkflowSettings.OnTimeout.class, List.of(WorkflowSettings.OnTimeout.values()));
  static final ValueType<WorkflowSettings.OnFailure> ON_FAILURE =
      choice(WorkflowSettings.OnFailure.class, List.of(WorkflowSettings.OnFailure.values()));

  private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern APPLIED_FIRST = Pattern.compile("applied:([1-9][0-9]{0,5})");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private ValueTypes() {}

  /// Returns a type for texts that completely match a regular expression.
  ///
  /// @param words the name of the type in the documentation
  /// @param what what is wrong with a text that does not match, such as `is not a date`
  /// @param action what the user should write instead
  /// @param conversion converts a matching text to the value
  static <T> ValueType<T> matching(
      String words, String regex, String what, String action, Function<String, T> conversion) {
    Pattern pattern = Pattern.compile(regex);
    return ValueType.ofText(
        words,
        (text, _) -> {
          if (!pattern.matcher(text).matches()) {
            throw new InvalidValueException(what, action);
          }
          return conversion.apply(text);
        });
  }

  /// Returns a type whose values are the lowercase names of the constants of an enum, with hyphens.
  /// A constant that is not in `offered` is still parsed, so that a later check can reject it with
  /// a better message.
  ///
  /// @param offered the constants that messages and the documentation list
  private static <E extends Enum<E>> ValueType<E> choice(Class<E> type, List<E> offered) {
    List<E> values = Arrays.asList(type.getEnumConstants());
    Function<E, String> word = value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    String words = offered.stream().map(word).collect(Collectors.joining(", "));
    return ValueType.ofText(
        words.replaceFirst(", ([^,]*)$", " or $1"),
        (text, _) -> {
          String wanted = text.toLowerCase(Locale.ROOT);
          return values.stream()
              .filter(value -> word.apply(value).equals(wanted))
              .findFirst()
              .orElseThrow(() -> new InvalidValueException("is not known", "Use one of " + words));
        });
  }

  private static String oneLine(String text) throws InvalidValueException {
    if (CONTROL.matcher(text).find()) {
      throw new InvalidValueException(
          "contains a control character", "Write it on one line, without tabs");
    }
    return text;
  }

  private static boolean flag(String text) throws InvalidValueException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new InvalidValueException("is not true or false", "Use true or false");
    };
  }

  private static List<Path> paths(RawValue given, RunEnvironment surroundings)
      throws InvalidValueException {
    Path[] paths = new Path[given.items().size()];
    for (int index = 0; index < paths.length; index++) {
      paths[index] = surroundings.directory().resolve(oneLine(given.items().get(index)));
    }
    return List.of(paths);
  }

  private static Map<String, String> parameters(List<String> items) throws InvalidValueException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String item : items) {
      int equals = item.indexOf('=');
      String name = item.substring(0, Math.max(equals, 0)).strip();
      if (!PARAMETER_NAME.matcher(name).matches()) {
        throw new InvalidValueException(
            "has the item \"" + item + "\", which is not name=value",
            "Write each parameter as name=value");
      }
      if (parameters.put(name, item.substring(equals + 1)) != null) {
        throw new InvalidValueException(
            "gives the parameter " + name + " twice", "Give each parameter once");
      }
    }
    return parameters;
  }

  private static ResolveSettings.Answer answer(String text) throws InvalidValueException {
    Matcher first = APPLIED_FIRST.matcher(text);
    if (first.matches()) {
      return new ResolveSettings.AppliedFirst(Integer.parseInt(first.group(1)));
    }
    return switch (text) {
      case "applied" -> new ResolveSettings.Applied();
      case "not-applied" -> new ResolveSettings.NotApplied();
      default ->
          throw new InvalidValueException(
              "is not known",
              "Use applied, not-applied, or applied:<k> (only the first k statements took effect)");
    };
  }

  private static Duration duration(String text) throws InvalidValueException {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "is not a duration",
                    "Write it in days, hours, minutes and seconds, as in "
                        + DurationText.EXAMPLES));
  }

  private static Duration positiveDuration(String text) throws InvalidValueException {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw new InvalidValueException(
          "is zero", "Use a duration above zero, as in " + DurationText.EXAMPLES);
    }
    return duration;
  }
}
