package dev.spannerpipe.config;

import dev.spannerpipe.text.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds misspelled variables, which would otherwise silently have no effect. A misspelled guard or
/// target ends the run, because the run would do what the variable was meant to prevent.
final class UnknownVariables {
  /// Families of variables of other tools. Some of their names are close to ours.
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

  private static final int MOST_MISTAKES = 2;

  /// The variables that restrict a run, and those that name its target.
  private static final List<Variable<?>> GUARDS =
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

  /// Searches these names.
  ///
  /// @param missing tests whether a variable is not given; only such a variable is likely to be
  ///   meant
  UnknownVariables(Predicate<Variable<?>> missing, Set<String> names) {
    this.missing = missing;
    this.unknown =
        names.stream()
            .filter(name -> !isKnown(name) && !FOREIGN.matcher(name).matches())
            .sorted()
            .toList();
  }

  /// Returns a problem for each name that is probably a misspelled guard or target, if that
  /// variable itself is not given. The problems are in the order of the names.
  List<Problem> misspeltGuards() {
    return unknown.stream()
        .flatMap(
            name ->
                guard(name).stream()
                    .map(meant -> new Problem(didYouMean(name, meant), "Nothing was changed")))
        .toList();
  }

  /// Returns one sentence for each other name, without a full stop, in the order of the names.
  List<String> warnings() {
    return unknown.stream()
        .filter(name -> guard(name).isEmpty())
        .flatMap(name -> warning(name).stream())
        .toList();
  }

  private Optional<Variable<?>> guard(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return nearest(upper, GUARDS.stream().filter(missing).toList(), MOST_MISTAKES);
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
    return nearest(name, Variables.ALL, tolerance(name)).or(() -> similarRequired(name));
  }

  private static Optional<Variable<?>> nearest(
      String name, List<? extends Variable<?>> variables, int most) {
    return NearestName.of(name, variables.stream().map(Variable::name).toList(), most)
        .flatMap(near -> variables.stream().filter(each -> each.name().equals(near)).findFirst());
  }

  /// Finds `SPANNER_DATABASE` for `DATABASE` and `PROJECT` for `PROJECT_ID`, if the variable is
  /// missing.
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
