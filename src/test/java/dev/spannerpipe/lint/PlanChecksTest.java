package dev.spannerpipe.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanChecksTest {
  private static final ChangeSet A = ChangeSets.of("a", "CREATE ROLE a");
  private static final ChangeSet B = ChangeSets.of("b", "CREATE ROLE b");
  private static final ChangeSet C = ChangeSets.of("c", "CREATE ROLE c");

  private static Changelog changelog(ChangeSet... changeSets) {
    return new Changelog(List.of(changeSets), Set.of(), Optional.empty());
  }

  private static List<LintFinding> check(
      Dialect dialect, Changelog changelog, HistoryRow... history) {
    return PlanChecks.check(
        Planner.plan(dialect, changelog, List.of(history), Optional.empty(), Optional.empty()),
        changelog);
  }

  private static List<String> texts(List<LintFinding> findings) {
    return findings.stream()
        .map(
            finding ->
                finding.changeSet().map(changeSet -> changeSet.id() + " ").orElse("")
                    + LintScenario.text(finding))
        .toList();
  }

  private static ChangelogProblem problem(
      ChangelogProblem.Effect effect, ChangelogProblem.Kind kind, ChangeSet... changeSets) {
    return new ChangelogProblem(
        new SourceLocation("a.sql", 4),
        "a.sql:4 is wrong",
        "Correct it",
        Set.copyOf(List.of(changeSets).stream().map(ChangeSet::identity).toList()),
        effect,
        kind);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsFoundInAPlanWithoutTrouble(Dialect dialect) {
    assertThat(check(dialect, changelog(A, B, C), ChangeSets.applied(A, 1))).isEmpty();
  }

  @Test
  void namesAProblemWithoutItsLines() {
    ChangelogProblem duplicate =
        problem(ChangelogProblem.Effect.REJECTED, ChangelogProblem.Kind.DUPLICATE, B);
    ChangeSet impossible =
        ChangeSets.refused(
            "d", new ConfigurationFailure("a.sql:12-14 and b.sql:3 differ", "Do it"));

    assertThat(
            check(Dialect.GOOGLE_STANDARD_SQL, changelog(A, B, impossible).with(List.of(duplicate)))
                .stream()
                .map(finding -> finding.rule() + " " + finding.subject()))
        .containsExactly("SP603 ", "SP610 a.sql and b.sql differ");
  }

  @ParameterizedTest
  @EnumSource
  void sp004NamesFiveUnknownChangeSetsOfTheHistory(Dialect dialect) {
    HistoryRow[] rows =
        IntStream.range(0, 7)
            .mapToObj(i -> ChangeSets.applied(ChangeSets.of("x" + i), i))
            .toArray(HistoryRow[]::new);

    assertThat(texts(check(dialect, changelog(A), rows)))
        .containsExactly(
            "SP004 warning: 7 change sets are in the history, but not in this changelog: schema.sql::x0::ann, schema.sql::x1::ann, schema.sql::x2::ann, schema.sql::x3::ann, schema.sql::x4::ann and 2 more. Update the branch if it is old; otherwise find out which repository applied them");
    assertThat(texts(check(dialect, changelog(A), rows[0])))
        .containsExactly(
            "SP004 warning: 1 change set is in the history, but not in this changelog: schema.sql::x0::ann. Update the branch if it is old; otherwise find out which repository applied them");
  }

  @ParameterizedTest
  @EnumSource
  void sp601ReportsAnEditedChangeSet(Dialect dialect) {
    assertThat(texts(check(dialect, changelog(A, B), ChangeSets.applied(A, 1, "9:old", "1"))))
        .containsExactly(
            "a SP601 error at schema.sql:1: Could not plan schema.sql:1: change set schema.sql::a::ann was edited after it was applied (its checksum was 9:old and is now 9:a). Restore its text and put the change into a new change set; or, if the new text is equivalent, add validCheckSum 9:old to the change set");
  }

  @Test
  void sp601WarnsOfAChangeSetThatMayHaveBeenEdited() {
    Changelog changelog =
        changelog(A)
            .with(
                List.of(problem(ChangelogProblem.Effect.WARNING, ChangelogProblem.Kind.EDITED, A)));

    assertThat(texts(check(Dialect.POSTGRESQL, changelog, ChangeSets.applied(A, 1))))
        .containsExactly("a SP601 warning at a.sql:4: a.sql:4 is wrong. Correct it");
  }

  @ParameterizedTest
  @EnumSource
  void sp602ReportsALateChangeSet(Dialect dialect) {
    assertThat(texts(check(dialect, changelog(A, B, C), ChangeSets.applied(B, 1))))
        .containsExactly(
            "a SP602 warning at schema.sql:1: The change set schema.sql::a::ann is pending, but later ones of the changelog are applied (a late merge). Check that it does not depend on the order, or move it behind the applied ones");
  }

  @ParameterizedTest
  @EnumSource
  void sp603AndSp610ReportWhatRejectsTheChangelog(Dialect dialect) {
    ChangelogProblem duplicate =
        problem(ChangelogProblem.Effect.REJECTED, ChangelogProblem.Kind.DUPLICATE, B);
    ChangeSet impossible =
        ChangeSets.refused("d", new ConfigurationFailure("it cannot be", "Change it"));

    assertThat(texts(check(dialect, changelog(A, B, impossible).with(List.of(duplicate)))))
        .containsExactly(
            "b SP603 error at a.sql:4: a.sql:4 is wrong. Correct it",
            "SP610 error at schema.sql:1: it cannot be. Change it");
  }

  @Test
  void sp610NamesTheLocationOnce() {
    ChangeSet impossible =
        ChangeSets.refused(
            "d", new ConfigurationFailure("schema.sql:1: the waiver gives no reason", "Give one"));

    assertThat(texts(check(Dialect.GOOGLE_STANDARD_SQL, changelog(impossible))))
        .containsExactly("SP610 error at schema.sql:1: The waiver gives no reason. Give one");
  }

  @Test
  void sp610WarnsOfTheProblemsOfPendingChangeSetsOnly() {
    Changelog changelog =
        changelog(A, B)
            .with(
                List.of(
                    problem(
                        ChangelogProblem.Effect.REJECTED_WHILE_PENDING,
                        ChangelogProblem.Kind.OTHER,
                        A),
                    problem(ChangelogProblem.Effect.WARNING, ChangelogProblem.Kind.OTHER, B),
                    problem(ChangelogProblem.Effect.WARNING, ChangelogProblem.Kind.OTHER)));

    assertThat(texts(check(Dialect.GOOGLE_STANDARD_SQL, changelog, ChangeSets.applied(A, 1))))
        .containsExactly(
            "b SP610 warning at a.sql:4: a.sql:4 is wrong. Correct it",
            "SP610 warning at a.sql:4: a.sql:4 is wrong. Correct it");
  }

  /// A preview plans the rest of a changelog that has problems.
  @Test
  void sp610IgnoresTheWarningsOfAppliedChangeSetsNextToAProblem() {
    Changelog changelog =
        changelog(A, B)
            .with(
                List.of(
                    problem(ChangelogProblem.Effect.REJECTED, ChangelogProblem.Kind.DUPLICATE, B),
                    problem(ChangelogProblem.Effect.WARNING, ChangelogProblem.Kind.OTHER, A)));

    assertThat(
            texts(
                PlanChecks.check(
                    Planner.preview(
                        Dialect.POSTGRESQL,
                        changelog,
                        List.of(ChangeSets.applied(A, 1)),
                        Optional.empty(),
                        Optional.empty()),
                    changelog)))
        .containsExactly("b SP603 error at a.sql:4: a.sql:4 is wrong. Correct it");
  }

  @Test
  void sp604NamesAllChangeSetsThatCannotBeUndoneInOneFinding() {
    Map<ChangeSetId, Rollback> rollbacks =
        Map.of(
            A.identity(),
            new Rollback.Impossible("no"),
            B.identity(),
            new Rollback.Steps(List.of()),
            C.identity(),
            new Rollback.Impossible("no"));

    assertThat(texts(PlanChecks.undo(List.of(A, B, C), rollbacks).stream().toList()))
        .containsExactly(
            "SP604 info: 2 change sets cannot be undone: schema.sql::a::ann and schema.sql::c::ann. Write a rollback for each, or be ready to fix forward");
    assertThat(PlanChecks.undo(List.of(B), rollbacks)).isEmpty();
  }
}
