package dev.spannerpipe.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.lint.LintExample;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.lint.TableSizes;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.DatabaseDefinition;
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

  private List<LintFinding> findings(LintExample example) {
    Changelog changelog = new Changelog(example.changeSets(), Set.of(), Optional.empty());
    PreviewBasis basis =
        new PreviewBasis(
            new Baseline.Empty(),
            Dialect.GOOGLE_STANDARD_SQL,
            new DatabaseDefinition(example.definition(), Optional.empty()),
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
