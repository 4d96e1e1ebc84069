package dev.spannerpipe.report.preview;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.preview.Preview;
import java.util.ArrayList;
import java.util.List;

/// Chooses the findings that a report lists if there are too many: the most severe ones. Not
/// thread-safe.
final class FindingQuota {
  /// How many findings may still be listed, by their weight.
  private final int[] left = new int[4];

  /// @param most the maximum number of findings that the report lists
  FindingQuota(Preview preview, int most) {
    int[] found = new int[left.length];
    preview.findings().forEach(finding -> found[PreviewFindings.weight(finding)]++);
    int rest = most;
    for (int weight = left.length - 1; weight >= 0; weight--) {
      left[weight] = Math.min(rest, found[weight]);
      rest -= left[weight];
    }
  }

  /// Returns those of the findings that are listed.
  List<LintFinding> take(List<LintFinding> findings) {
    List<LintFinding> taken = new ArrayList<>();
    for (LintFinding finding : findings) {
      int weight = PreviewFindings.weight(finding);
      if (left[weight] > 0) {
        left[weight]--;
        taken.add(finding);
      }
    }
    return taken;
  }
}
