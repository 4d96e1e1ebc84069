package dev.spannerpipe.config;

import dev.spannerpipe.text.SafeText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// Judges the keys of the parameters file that set nothing. Most of them are outputs for somebody
/// else and are ignored. A key that names a guard ends the run if nothing else gives this guard,
/// because the run would go without it.
final class IgnoredKeys {
  private static final int LONGEST_KEY = 100;

  private final ParametersFile file;
  private final Predicate<Variable<?>> missing;

  /// Prepares the judgment.
  ///
  /// @param missing returns whether neither the file nor a variable gives a variable
  IgnoredKeys(ParametersFile file, Predicate<Variable<?>> missing) {
    this.file = file;
    this.missing = missing;
  }

  /// Returns one problem for each key that names a guard that is not given.
  List<Problem> guards() {
    return file.targets().otherKeys().stream()
        .flatMap(key -> named(key).filter(this::isMissingGuard).map(this::guard).stream())
        .toList();
  }

  /// Returns one warning for each key that names any other variable, and for each key that is
  /// probably a misspelled target. The warnings have no full stop.
  List<String> warnings() {
    return file.targets().otherKeys().stream().flatMap(key -> warning(key).stream()).toList();
  }

  private Problem guard(Variable<?> variable) {
    return new Problem(
        "%s names %s, which no file can set, so the run would go without it"
            .formatted(file.subject(), variable.name()),
        "Set %s as a variable of the step, or remove the key".formatted(variable.name()));
  }

  private Optional<String> warning(String key) {
    Optional<Variable<?>> named = named(key);
    if (named.isPresent()) {
      return named
          .filter(variable -> !isMissingGuard(variable))
          .map(variable -> warning(key, "no file can set " + variable.name()));
    }
    return meant(key.toUpperCase(Locale.ROOT))
        .map(variable -> warning(key, "did you mean " + variable.name() + "?"));
  }

  private String warning(String key, String reason) {
    return "%s has the key %s, which is ignored; %s"
        .formatted(file.subject(), SafeText.line(key, LONGEST_KEY), reason);
  }

  private static Optional<Variable<?>> named(String key) {
    return Variables.ALL.stream()
        .filter(variable -> variable.name().equals(key.toUpperCase(Locale.ROOT)))
        .<Variable<?>>map(variable -> variable)
        .findFirst();
  }

  private boolean isMissingGuard(Variable<?> variable) {
    return UnknownVariables.GUARDS.contains(variable) && missing.test(variable);
  }

  /// Returns the target that a key probably means, if it is not given.
  private Optional<Variable<?>> meant(String key) {
    List<Variable<?>> targets =
        Variables.ALL.stream()
            .filter(variable -> ParametersFile.canSet(variable) && missing.test(variable))
            .<Variable<?>>map(variable -> variable)
            .toList();
    return UnknownVariables.nearest(key, targets)
        .or(() -> UnknownVariables.withoutAffixes(key, targets));
  }
}
