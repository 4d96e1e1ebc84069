package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The order in which findings are shown: by file, line and rule. The files have the order of the
/// change sets; other files follow, and then the findings about the plan as a whole.
record FindingOrder(List<String> files) {
  FindingOrder {
    files = List.copyOf(files);
  }

  static FindingOrder of(List<ChangeSet> changeSets) {
    return new FindingOrder(
        changeSets.stream()
            .flatMap(
                changeSet ->
                    Stream.concat(
                        Stream.of(changeSet.location().file()),
                        changeSet.steps().stream().map(step -> step.location().file())))
            .distinct()
            .toList());
  }

  List<LintFinding> sorted(List<LintFinding> findings) {
    List<LintFinding> sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparingInt(this::rank)
            .thenComparing(finding -> finding.location().map(SourceLocation::file).orElse(""))
            .thenComparingInt(finding -> finding.location().map(SourceLocation::line).orElse(0))
            .thenComparing(LintFinding::rule));
    return List.copyOf(sorted);
  }

  private int rank(LintFinding finding) {
    return finding
        .location()
        .map(
            location ->
                files.contains(location.file()) ? files.indexOf(location.file()) : files.size())
        .orElse(files.size() + 1);
  }
}
