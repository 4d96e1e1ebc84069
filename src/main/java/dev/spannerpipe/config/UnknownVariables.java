package dev.spannerpipe.config;

import dev.spannerpipe.failure.EditDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds variables that are not ours but look like it: a misspelt variable is silently without
/// effect otherwise.
final class UnknownVariables {
  /// Families of other tools that have members whose names are close to ours.
  private static final Pattern FOREIGN =
      Pattern.compile("(?:BITBUCKET|CLOUDSDK|DOCKER|MAVEN|JAVA)_.*|AWS_ENDPOINT_URL.*");

  private static final List<String> OWN_PREFIXES =
      List.of(
          "SPANNER_",
          "CHANGELOG_",
          "WORKFLOW_",
          "ROLLBACK_",
          "RESOLVE_",
          "POLICY_",
          "STATE_MACHINE_");
  private static final int SHORT_NAME = 8;

  private final Predicate<Variable<?>> missing;

  /// Takes which variables were not given: only those are likely to be meant.
  UnknownVariables(Predicate<Variable<?>> missing) {
    this.missing = missing;
  }

  /// Returns one sentence for each, without a full stop, in the order of the names.
  List<String> warnings(Map<String, String> environment) {
    return new TreeMap<>(environment)
        .keySet().stream()
            .filter(name -> !isKnown(name) && !FOREIGN.matcher(name).matches())
            .flatMap(name -> warning(name).stream())
            .toList();
  }

  private Optional<String> warning(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return nearest(upper)
        .map(meant -> name + " is not a variable of this pipe; did you mean " + meant.name() + "?")
        .or(
            () ->
                OWN_PREFIXES.stream().anyMatch(upper::startsWith)
                    ? Optional.of(name + " is not a variable of this pipe and has no effect")
                    : Optional.empty());
  }

  private Optional<Variable<?>> nearest(String name) {
    Optional<Variable<?>> close =
        Variables.ALL.stream()
            .filter(variable -> EditDistance.between(name, variable.name()) <= tolerance(name))
            .min(Comparator.comparingInt(variable -> EditDistance.between(name, variable.name())));
    return close.or(() -> similarRequired(name));
  }

  /// Finds `SPANNER_DATABASE` for `DATABASE` and `PROJECT` for `PROJECT_ID`, where it is missing.
  private Optional<Variable<?>> similarRequired(String name) {
    List<String> words = List.of(name, name.replaceFirst("_(?:ID|NAME)$", ""));
    return Variables.ALL.stream()
        .filter(variable -> variable.required() && missing.test(variable))
        .filter(
            variable ->
                words.stream()
                    .anyMatch(
                        word ->
                            word.equals(variable.name())
                                || variable.name().equals("SPANNER_" + word)))
        .<Variable<?>>map(variable -> variable)
        .findFirst();
  }

  private static int tolerance(String name) {
    return name.length() < SHORT_NAME ? 1 : 2;
  }

  private static boolean isKnown(String name) {
    return Variables.ALL.stream()
        .anyMatch(variable -> variable.name().equals(name) || isListPart(variable, name));
  }

  private static boolean isListPart(Variable<?> variable, String name) {
    return RawValues.takesList(variable)
        && name.startsWith(variable.name() + "_")
        && name.substring(variable.name().length() + 1).matches("COUNT|[0-9]+");
  }
}
