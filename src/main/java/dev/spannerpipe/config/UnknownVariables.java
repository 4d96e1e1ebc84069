package dev.spannerpipe.config;

import dev.spannerpipe.text.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds misspelled variables, which would otherwise silently have no effect. A guard is a variable
/// that restricts the run or names the target. A misspelled guard ends the run, because the run
/// might do what the guard should prevent.
final class UnknownVariables {
  /// Variables of other tools. Some of these names resemble the names of the pipe's variables.
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

  private static final int MAX_DISTANCE = 2;

  /// The variables that restrict a run, and the variables that name the target of a run.
  static final List<Variable<?>> GUARDS =
      List.of(
          Variables.POLICY_FILE,
          Variables.POLICY_SHA256,
          Variables.PLAN_SHA256,
          Variables.PLAN_FILE,
          Variables.ALLOW_DESTRUCTIVE,
          Variables.CONTEXTS,
          Variables.SPANNER_EMULATOR_HOST,
          Variables.STATE_MACHINE_ARN,
          Variables.TIMEOUT,
          Variables.PROJECT,
          Variables.SPANNER_INSTANCE,
          Variables.SPANNER_DATABASE);

  private final Predicate<Variable<?>> missing;
  private final List<String> unknown;

  /// Prepares the search for misspelled variables.
  ///
  /// @param missing returns whether a variable of the pipe is not given. If a guard is given,
  ///   another name is unlikely to be a misspelling of it
  /// @param names the names of all environment variables that are given
  UnknownVariables(Predicate<Variable<?>> missing, Set<String> names) {
    this.missing = missing;
    this.unknown =
        names.stream()
            .filter(name -> !isKnown(name) && !FOREIGN.matcher(name).matches())
            .sorted()
            .toList();
  }

  /// Returns a problem for each name that is probably a misspelled guard, if the guard itself is
  /// not given. The problems are sorted by name.
  List<Problem> misspeltGuards() {
    return unknown.stream()
        .flatMap(
            name ->
                guard(name).stream()
                    .map(meant -> new Problem(didYouMean(name, meant), "Nothing was changed")))
        .toList();
  }

  /// Returns one warning for each unknown name that [#misspeltGuards] does not report, if the name
  /// resembles a variable of the pipe or begins like one. The warnings have no full stop and are
  /// sorted by name.
  List<String> warnings() {
    return unknown.stream()
        .filter(name -> guard(name).isEmpty())
        .flatMap(name -> warning(name).stream())
        .toList();
  }

  private Optional<Variable<?>> guard(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return nearest(upper, GUARDS.stream().filter(missing).toList(), MAX_DISTANCE);
  }

  private static String didYouMean(String name, Variable<?> meant) {
    return name + " is not a variable of this pipe; did you mean " + meant.name() + "?";
  }

  private Optional<String> warning(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return nearest(upper)
        .map(meant -> didYouMean(name, meant))
        .or(
            () ->
                OWN_PREFIXES.stream().anyMatch(upper::startsWith)
                    ? Optional.of(name + " is not a variable of this pipe and has no effect")
                    : Optional.empty());
  }

  private Optional<Variable<?>> nearest(String name) {
    return nearest(name, Variables.ALL).or(() -> similarRequired(name));
  }

  /// Returns the variable that a name is probably a misspelling of.
  static Optional<Variable<?>> nearest(String name, List<? extends Variable<?>> variables) {
    return nearest(name, variables, tolerance(name));
  }

  private static Optional<Variable<?>> nearest(
      String name, List<? extends Variable<?>> variables, int maxDistance) {
    return NearestName.of(name, variables.stream().map(Variable::name).toList(), maxDistance)
        .flatMap(near -> variables.stream().filter(each -> each.name().equals(near)).findFirst());
  }

  /// Returns the required variable that a name probably means, because the name lacks the prefix
  /// `SPANNER_` or has the suffix `_ID` or `_NAME`. For example, `DATABASE` means
  /// `SPANNER_DATABASE`, and `PROJECT_ID` means `PROJECT`. Variables that are given are not
  /// considered.
  private Optional<Variable<?>> similarRequired(String name) {
    return withoutAffixes(
        name,
        Variables.ALL.stream()
            .filter(variable -> variable.required() && missing.test(variable))
            .toList());
  }

  /// Returns the variable whose name differs only by the prefix `SPANNER_` or a suffix from a name.
  static Optional<Variable<?>> withoutAffixes(String name, List<? extends Variable<?>> variables) {
    List<String> words = List.of(name, name.replaceFirst("_(?:ID|NAME)$", ""));
    return variables.stream()
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
