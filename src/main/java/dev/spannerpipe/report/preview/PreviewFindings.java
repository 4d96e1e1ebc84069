package dev.spannerpipe.report.preview;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.Severity;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The findings of a preview, by what they are about. In each list the most severe ones are first,
/// and those with a waiver are last.
public final class PreviewFindings {
  private static final Comparator<LintFinding> ORDER =
      Comparator.comparingInt(PreviewFindings::weight).reversed();

  private final Map<ChangeSetId, List<LintFinding>> byChangeSet = new HashMap<>();
  private final List<LintFinding> others = new ArrayList<>();
  private final Set<ChangeSetId> pending = new HashSet<>();

  public PreviewFindings(Preview preview) {
    preview.changeSets().forEach(each -> pending.add(each.planned().changeSet().identity()));
    worstFirst(preview).forEach(this::add);
  }

  /// Returns all findings of a preview, the most severe ones first and those with a waiver last.
  public static List<LintFinding> worstFirst(Preview preview) {
    return preview.findings().stream().sorted(ORDER).toList();
  }

  private void add(LintFinding finding) {
    finding
        .changeSet()
        .filter(pending::contains)
        .map(id -> byChangeSet.computeIfAbsent(id, _ -> new ArrayList<>()))
        .orElse(others)
        .add(finding);
  }

  /// Returns the findings about a pending change set.
  public List<LintFinding> of(ChangeSetId changeSet) {
    return byChangeSet.getOrDefault(changeSet, List.of());
  }

  /// Returns the findings about the plan as a whole, and about change sets that are not pending.
  List<LintFinding> others() {
    return others;
  }

  /// Returns how much a finding matters: 3 for an error, and 0 if it has a waiver.
  public static int weight(LintFinding finding) {
    if (finding.waiver().isPresent()) {
      return 0;
    }
    return switch (finding.severity()) {
      case INFO -> 1;
      case WARNING -> 2;
      case ERROR -> 3;
    };
  }

  /// Returns how many findings have this severity and no waiver.
  public static long count(Collection<LintFinding> findings, Severity severity) {
    return findings.stream()
        .filter(finding -> finding.severity() == severity && finding.waiver().isEmpty())
        .count();
  }

  /// Returns how many findings have a waiver.
  public static long waived(Collection<LintFinding> findings) {
    return findings.stream().filter(finding -> finding.waiver().isPresent()).count();
  }

  /// Returns how many findings there are of each severity, without those that are 0: `1 error and 2
  /// warnings`. Empty if there are none.
  public static String words(Collection<LintFinding> findings) {
    List<String> parts = new ArrayList<>();
    add(count(findings, Severity.ERROR), "error", parts);
    add(count(findings, Severity.WARNING), "warning", parts);
    add(count(findings, Severity.INFO), "note", parts);
    long waived = waived(findings);
    if (waived > 0) {
      parts.add(waived + " waived");
    }
    return English.list(parts);
  }

  private static void add(long number, String noun, List<String> parts) {
    if (number > 0) {
      parts.add(English.count(number, noun));
    }
  }
}
