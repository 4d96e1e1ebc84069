package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSet;
import java.util.ArrayList;
import java.util.List;

/// Applies all rules to the change sets of a plan. The result depends only on the arguments.
public final class Linter {
  /// More backfills of indexes a day than this slow down a database, according to Spanner's [best
  /// practices](https://cloud.google.com/spanner/docs/schema-updates-best-practices).
  private static final int BACKFILLS = 3;

  /// A schema operation should have at most this number of statements that validate or backfill.
  private static final int VALIDATIONS = 10;

  private static final List<ChangeSetCheck> CHECKS =
      List.of(
          LossChecks::data,
          LossChecks::definitions,
          StreamChecks::changeStreams,
          GrantChecks::grants,
          LossChecks::constraints,
          ValidationChecks::notNull,
          ValidationChecks::constraints,
          IndexChecks::backfills,
          IndexChecks::unique,
          ValidationChecks::generatedColumns,
          TableChecks::growingKeys,
          IndexChecks::hotspots,
          IndexChecks::prefixes,
          TableChecks::unlimitedKeys,
          NameChecks::unnamedConstraints,
          NameChecks::names,
          DependentChecks::renames,
          DependentChecks::cascades,
          StatementChecks::mixed,
          MutationChecks::check,
          StatementChecks::partitionedDml,
          IneffectiveCreateCheck::check,
          StatementChecks::repeated);

  private Linter() {}

  /// Returns all findings about a plan, with waivers applied. They are sorted by the files in the
  /// order of the change sets, then by line, then by rule. Findings about the plan as a whole are
  /// the last.
  ///
  /// @param changeSets the change sets of the plan, in its order
  /// @param others findings that were made elsewhere
  public static List<LintFinding> lint(
      List<ChangeSetEffects> changeSets, List<LintFinding> others) {
    List<LintFinding> found = new ArrayList<>();
    for (LintedChangeSet changeSet : LintedChangeSet.of(changeSets)) {
      for (ChangeSetCheck check : CHECKS) {
        found.addAll(check.check(changeSet));
      }
    }
    found.addAll(load(found));
    if (!changeSets.isEmpty()) {
      found.addAll(LimitCheck.check(changeSets.getFirst().before(), changeSets.getLast().after()));
    }
    found.addAll(others);
    List<ChangeSet> pending = changeSets.stream().map(ChangeSetEffects::changeSet).toList();
    return FindingOrder.of(pending).sorted(new Waivers(pending).applyTo(found));
  }

  /// Counts backfills that are not small, and everything that is validated.
  private static List<LintFinding> load(List<LintFinding> found) {
    long backfills = count(found, LintRule.SP203) + count(found, LintRule.SP207);
    long validations =
        count(found, LintRule.SP201) + count(found, LintRule.SP202) + count(found, LintRule.SP103);
    return backfills > BACKFILLS || validations > VALIDATIONS
        ? List.of(
            LintFinding.ofPlan(
                LintRule.SP205,
                "The plan has %d backfills and %d validations of existing rows"
                    .formatted(backfills, validations),
                "Apply it in parts, with at most three backfills a day"))
        : List.of();
  }

  private static long count(List<LintFinding> found, LintRule rule) {
    return found.stream()
        .filter(finding -> finding.rule() == rule && finding.severity() != Severity.INFO)
        .count();
  }
}
