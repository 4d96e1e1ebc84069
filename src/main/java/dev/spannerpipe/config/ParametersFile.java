package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.targets.TargetProblem;
import dev.spannerpipe.targets.TargetValue;
import dev.spannerpipe.targets.TargetVariable;
import dev.spannerpipe.targets.Targets;
import dev.spannerpipe.targets.TargetsReader;
import dev.spannerpipe.text.SafeText;
import dev.spannerpipe.text.Sha256;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The file that `PARAMETERS_FILE` names. It sets the targets and the changelog parameters of the
/// run. A value of the file and that of a variable must agree: neither takes precedence, because a
/// silent choice between two databases could only be a wrong one.
///
/// @param name the path of the file, as the user wrote it; empty if there is no such variable
/// @param sha256 the SHA-256 of the content; empty if the file could not be read
/// @param targets what the file contains
record ParametersFile(String name, String sha256, Targets targets) {
  /// The maximum size in bytes. Objects of a cluster are smaller: etcd limits them to 1.5 MB.
  private static final int LARGEST = 4 * 1024 * 1024;

  private static final int LONGEST_VALUE = 100;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /// Reads the file. Reports a file that cannot be read as a problem. If the path itself is
  /// invalid, returns an empty file, because [ParsedValues] reports the path.
  static ParametersFile of(RawValues raw, RunEnvironment surroundings) {
    try {
      Optional<RawValue> path = raw.find(Variables.PARAMETERS_FILE);
      return path.isEmpty()
          ? none()
          : read(
              SafeText.line(path.get().text(), LONGEST_VALUE),
              Variables.PARAMETERS_FILE.type().parser().parse(path.get(), surroundings));
    } catch (InvalidValueException _) {
      return none();
    }
  }

  /// Returns what a run without `PARAMETERS_FILE` has: no value, and no problem.
  static ParametersFile none() {
    return new ParametersFile("", "", new Targets(List.of(), List.of(), List.of(), List.of()));
  }

  private static ParametersFile read(String name, InputFile file) {
    try {
      byte[] content = file.read(LARGEST);
      return new ParametersFile(name, Sha256.of(content), TargetsReader.read(content));
    } catch (IOException unreadable) {
      TargetProblem problem =
          new TargetProblem(
              "could not be read: " + CloneDirectory.reason(unreadable),
              "Set it to a JSON file of the repository, or of an artifact of an earlier step");
      return new ParametersFile(
          name, "", new Targets(List.of(), List.of(), List.of(problem), List.of()));
    }
  }

  /// Returns whether the file cannot be used. Then a variable that no other source gives may be
  /// missing only for this reason.
  boolean isUnusable() {
    return !targets.problems().isEmpty();
  }

  /// Returns the value that the file gives to a variable.
  Optional<RawValue> find(Variable<?> variable) {
    return value(variable)
        .map(
            value ->
                new RawValue(
                    "%s (%s of %s)".formatted(variable.name(), value.origin(), name),
                    value.items()));
  }

  /// Returns whether a file can set a variable.
  static boolean canSet(Variable<?> variable) {
    return Arrays.stream(TargetVariable.values())
        .anyMatch(target -> target.name().equals(variable.name()));
  }

  /// Throws if a value of the file is only the name of a variable, or is a text with a line break
  /// or another control character.
  static void requireLiteral(RawValue value, boolean isList) throws InvalidValueException {
    for (String item : value.items()) {
      String text = isList ? item.substring(item.indexOf('=') + 1) : item;
      if (RawValues.isUnexpanded(text)) {
        throw new InvalidValueException(
            "is a variable that was not replaced by its value",
            "Write the value itself into the file");
      }
      if (!isList && CONTROL.matcher(text).find()) {
        throw new InvalidValueException(
            "contains a control character", "Write it without line breaks and tabs");
      }
    }
  }

  private Optional<TargetValue> value(Variable<?> variable) {
    return targets.values().stream()
        .filter(value -> value.variable().name().equals(variable.name()))
        .findFirst();
  }

  /// Returns the problems of the file itself.
  List<Problem> problems() {
    return targets.problems().stream()
        .map(problem -> new Problem(subject() + " " + problem.what(), problem.action()))
        .toList();
  }

  /// Returns the warnings of the file itself, without full stops.
  List<String> warnings() {
    return targets.warnings().stream().map(what -> subject() + " " + what).toList();
  }

  /// For messages: returns the name of the variable and of the file.
  String subject() {
    return Variables.PARAMETERS_FILE.name() + " \"" + name + "\"";
  }

  /// Returns what the file set, for the record; empty if there is no file.
  Optional<ParametersSettings> settings() {
    return sha256.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ParametersSettings(
                name, sha256, targets.values().stream().map(ParametersFile::parameter).toList()));
  }

  private static ParametersSettings.Parameter parameter(TargetValue value) {
    String text =
        value.items().stream()
            .map(
                value.variable() == TargetVariable.CHANGELOG_PARAMETERS
                    ? ParametersFile::name
                    : UnaryOperator.identity())
            .collect(Collectors.joining(", "));
    return new ParametersSettings.Parameter(value.variable().name(), text, value.origin());
  }

  private static String name(String parameter) {
    return parameter.substring(0, parameter.indexOf('='));
  }

  /// Returns the value of a variable that is given by the file, too. Both may give changelog
  /// parameters, which are put together, but not the same one with two values.
  ///
  /// @param own the value of the variable or option
  /// @param other the value of the file
  Object combined(Variable<?> variable, Object own, Object other) throws InvalidValueException {
    String origin = value(variable).orElseThrow().origin() + " of " + subject();
    if (own instanceof Map<?, ?> parameters && other instanceof Map<?, ?> others) {
      return combined(parameters, others, origin);
    }
    if (!own.equals(other)) {
      throw contradiction(
          "contradicts \"%s\", the value of the %s"
              .formatted(SafeText.line(other.toString(), LONGEST_VALUE), origin));
    }
    return own;
  }

  private static Map<Object, Object> combined(Map<?, ?> parameters, Map<?, ?> others, String origin)
      throws InvalidValueException {
    Map<Object, Object> all = new LinkedHashMap<>(parameters);
    for (Map.Entry<?, ?> other : others.entrySet()) {
      Object earlier = all.putIfAbsent(other.getKey(), other.getValue());
      if (earlier != null && !earlier.equals(other.getValue())) {
        throw contradiction(
            "gives the parameter %s another value than the %s".formatted(other.getKey(), origin));
      }
    }
    return all;
  }

  private static InvalidValueException contradiction(String what) {
    return new InvalidValueException(
        what, "Remove the variable, or correct the file: neither takes precedence");
  }
}
