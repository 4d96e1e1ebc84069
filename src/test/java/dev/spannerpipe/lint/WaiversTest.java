package dev.spannerpipe.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Waiver;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WaiversTest {
  private static final SourceLocation LINE = new SourceLocation("changelog.sql", 3);
  private static final ChangeSet PLAIN = ChangeSets.of("1", "CREATE INDEX i ON t (a)");

  private static ChangeSet waiving(String... rules) {
    return ChangeSets.waiving(
        PLAIN, Stream.of(rules).map(rule -> new Waiver(rule, "it is small", LINE)).toList());
  }

  private static LintFinding finding(LintRule rule) {
    return LintFinding.of(
        rule, LINE, PLAIN.identity(), "The index is backfilled", "Create it early");
  }

  private static List<LintFinding> apply(ChangeSet changeSet, LintFinding... findings) {
    return new Waivers(List.of(changeSet)).applyTo(List.of(findings));
  }

  private static LintFinding unused(String rule, String message) {
    return LintFinding.of(
            LintRule.SP003,
            LINE,
            PLAIN.identity(),
            "The waiver of " + rule + " has no effect: " + message,
            "Remove the waiver, or correct its id")
        .about(rule);
  }

  @Test
  void silencesTheRuleInItsChangeSet() {
    assertThat(apply(waiving("SP203"), finding(LintRule.SP203), finding(LintRule.SP204)))
        .containsExactly(
            finding(LintRule.SP203).waivedBecause("it is small"), finding(LintRule.SP204));
  }

  @Test
  void silencesNothingInAnotherChangeSet() {
    ChangeSet other = ChangeSets.of("2", "CREATE INDEX i ON t (a)");
    LintFinding ofOther = LintFinding.of(LintRule.SP203, LINE, other.identity(), "m", "f");

    assertThat(new Waivers(List.of(waiving("SP203"), other)).applyTo(List.of(ofOther)))
        .containsExactly(ofOther, unused("SP203", "the rule finds nothing in this change set"));
  }

  @Test
  void silencesNoFindingAboutThePlan() {
    LintFinding ofPlan =
        LintFinding.ofPlan(LintRule.SP205, "There are 4 backfills", "Split the plan");

    assertThat(apply(waiving(), ofPlan)).containsExactly(ofPlan);
  }

  @Test
  void doesNotSilenceWhatKeepsApplyFromRunning() {
    assertThat(apply(waiving("SP001"), finding(LintRule.SP001)))
        .containsExactly(finding(LintRule.SP001), unused("SP001", "this rule cannot be waived"));
  }

  @Test
  void callsAnUnknownIdAnError() {
    assertThat(apply(waiving("SP2O3", "backfill")))
        .containsExactly(
            unused("SP2O3", "there is no such rule; did you mean SP203?").with(Severity.ERROR),
            unused("backfill", "there is no such rule").with(Severity.ERROR));
  }

  @Test
  void leavesASilencedErrorOutOfTheErrors() {
    assertThat(finding(LintRule.SP101).isError()).isTrue();
    assertThat(apply(waiving("SP101"), finding(LintRule.SP101)).getFirst().isError()).isFalse();
    assertThat(finding(LintRule.SP203).isError()).isFalse();
    assertThat(finding(LintRule.SP203).waiver()).isEqualTo(Optional.empty());
  }
}
