package dev.spannerpipe.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.lint.LintExample;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.lint.TableSizes;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.FixedCondition;
import dev.spannerpipe.plan.Precondition.Outcome;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.EmulatorReplay;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules find in an emulator's schemas what they find in schemas that are made from the
/// statements.
@Concurrent
class LintExamplesIT {
  private ReplayEmulator emulator;

  @BeforeEach
  void open() {
    Time time = new SystemTime();
    emulator =
        EmulatorReplay.at(
            EmulatorServer.running().host(),
            time,
            new Retry(time, () -> 0.5),
            new Stop(time, _ -> {}),
            () -> ThreadLocalRandom.current().nextLong());
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  static Stream<LintRule> rulesWithExample() {
    return Arrays.stream(LintRule.values()).filter(rule -> !LintExample.of(rule).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("rulesWithExample")
  void theReplayOfAnExampleHasTheSameFindings(LintRule rule) {
    for (LintExample example : LintExample.of(rule)) {
      assertThat(findings(example).stream().filter(finding -> finding.rule() == rule))
          .containsExactlyElementsOf(example.findings(rule));
    }
  }

  /// `CREATE TABLE IF NOT EXISTS` in a change set that does not run says nothing about the plan.
  @Test
  void aChangeSetThatIsSkippedHasNoFindings() {
    LintExample example = LintExample.of(LintRule.SP606).getFirst();
    String statement = example.changeSets().getFirst().steps().getFirst().text();

    assertThat(findings(example.definition(), List.of(guarded(new Outcome.Run(""), statement))))
        .extracting(LintFinding::rule)
        .containsExactly(LintRule.SP606);
    assertThat(
            findings(
                example.definition(),
                List.of(guarded(new Outcome.MarkRan("It is there"), statement))))
        .isEmpty();
  }

  private static ChangeSet guarded(Outcome outcome, String statement) {
    return ChangeSets.guarded("1", new FixedCondition(true, outcome), statement);
  }

  private List<LintFinding> findings(LintExample example) {
    return findings(example.definition(), example.changeSets());
  }

  private List<LintFinding> findings(List<String> definition, List<ChangeSet> changeSets) {
    Changelog changelog = new Changelog(changeSets, Set.of(), Optional.empty());
    PreviewBasis basis =
        new PreviewBasis(
            new Baseline.Empty(),
            Dialect.GOOGLE_STANDARD_SQL,
            new DatabaseDefinition(definition, Optional.empty()),
            Set.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            TableSizes.UNKNOWN,
            List.of());
    Previewer previewer = new Previewer(basis, changelog, Map.of());
    return previewer.preview(previewer.plan(), emulator, "schema.sql", Optional.empty()).findings();
  }
}
