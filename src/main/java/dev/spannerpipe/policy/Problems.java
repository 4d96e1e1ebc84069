package dev.spannerpipe.policy;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.text.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Collects the problems of a policy file, so that all of them are reported at once.
final class Problems {
  private static final int SHOWN = 50;

  private final List<Problem> problems = new ArrayList<>();

  private record Problem(int line, String text) {}

  /// Adds a problem. `where` is a path such as `rules[0].when`; empty if the problem concerns the
  /// file as a whole.
  void add(int line, String where, String what) {
    problems.add(new Problem(line, where.isEmpty() ? what : where + ": " + what));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /// Returns the problems as text, sorted by line.
  List<String> lines() {
    return problems.stream()
        .sorted(Comparator.comparingInt(Problem::line))
        .map(problem -> "line %d: %s".formatted(problem.line(), problem.text()))
        .distinct()
        .toList();
  }

  /// Returns the failure that lists all problems.
  ConfigurationFailure failure(String file) {
    List<String> lines = lines();
    List<String> shown = new ArrayList<>(lines.subList(0, Math.min(SHOWN, lines.size())));
    if (lines.size() > SHOWN) {
      shown.add("… and %d more".formatted(lines.size() - SHOWN));
    }
    return new ConfigurationFailure(
        "Could not read the policy %s: it has %s"
            .formatted(file, lines.size() == 1 ? "1 problem" : lines.size() + " problems"),
        "Fix the problems listed above",
        shown);
  }

  /// Returns a hint such as `; did you mean X?`; an empty string if no known name is similar to the
  /// word.
  static String meant(String word, Collection<String> known) {
    int tolerance = word.length() < 4 ? 1 : word.length() < 12 ? 2 : 3;
    return NearestName.of(word, known, tolerance, Problems::fold)
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  private static String fold(String word) {
    return word.toLowerCase(java.util.Locale.ROOT).replaceAll("[_-]", "");
  }
}
