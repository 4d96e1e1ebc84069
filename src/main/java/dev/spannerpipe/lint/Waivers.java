package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Waiver;
import dev.spannerpipe.text.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Silences findings for which a change set has a waiver (a comment that silences a rule), and
/// reports waivers that silence nothing. A waiver affects only the preview, not what `apply`
/// allows.
final class Waivers {
  private final List<ChangeSet> changeSets;

  /// @param changeSets the pending change sets
  Waivers(List<ChangeSet> changeSets) {
    this.changeSets = List.copyOf(changeSets);
  }

  /// Returns the findings; those with a waiver are silenced. One more finding follows for each
  /// waiver that silences nothing.
  List<LintFinding> applyTo(List<LintFinding> findings) {
    Set<Waiver> used = new HashSet<>();
    List<LintFinding> all = new ArrayList<>();
    for (LintFinding finding : findings) {
      Optional<Waiver> waiver = waiver(finding);
      waiver.ifPresent(used::add);
      all.add(waiver.map(found -> finding.waivedBecause(found.reason())).orElse(finding));
    }
    for (ChangeSet changeSet : changeSets) {
      for (Waiver waiver : changeSet.waivers()) {
        if (!used.contains(waiver)) {
          all.add(unused(changeSet, waiver));
        }
      }
    }
    return all;
  }

  private Optional<Waiver> waiver(LintFinding finding) {
    return finding.rule().isWaivable()
        ? changeSets.stream()
            .filter(each -> finding.changeSet().filter(each.identity()::equals).isPresent())
            .flatMap(each -> each.waivers().stream())
            .filter(waiver -> waiver.rule().equals(finding.rule().id()))
            .findFirst()
        : Optional.empty();
  }

  /// Returns the finding about a waiver without effect. A waiver of an unknown rule is an error,
  /// because the author relies on a waiver that does not work.
  private static LintFinding unused(ChangeSet changeSet, Waiver waiver) {
    LintFinding finding = finding(changeSet, waiver);
    return LintRule.of(waiver.rule()).isEmpty() ? finding.with(Severity.ERROR) : finding;
  }

  private static LintFinding finding(ChangeSet changeSet, Waiver waiver) {
    return LintFinding.of(
            LintRule.SP003,
            waiver.location(),
            changeSet.identity(),
            "The waiver of " + waiver.rule() + " has no effect: " + reason(waiver),
            "Remove the waiver, or correct its id")
        .about(waiver.rule());
  }

  private static String reason(Waiver waiver) {
    Optional<LintRule> rule = LintRule.of(waiver.rule());
    if (rule.isEmpty()) {
      return "there is no such rule"
          + NearestName.of(waiver.rule(), LintRule.ids(), 1)
              .map(name -> "; did you mean " + name + "?")
              .orElse("");
    }
    return rule.get().isWaivable()
        ? "the rule finds nothing in this change set"
        : "this rule cannot be waived";
  }
}
