package dev.spannerpipe.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.preview.replay.Replays;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.EmulatorReplay;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Previews with what an emulator cannot hold, in the database and in the pending change sets. None
/// of it is an error.
@Concurrent
class GapsPreviewIT {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void noConstructThatTheEmulatorLacksIsAnError(Dialect dialect) {
    List<ChangeSet> changeSets = new ArrayList<>();
    for (String probe : Replays.probes(dialect)) {
      changeSets.add(ChangeSets.of("c" + changeSets.size(), probe));
    }

    Preview preview = preview(dialect, Replays.setup(dialect), changeSets);

    assertThat(rejections(preview)).isEmpty();
    assertThat(preview.missing()).isNotEmpty();
    assertThat(
            preview.findings().stream()
                .filter(finding -> finding.rule() == LintRule.SP002)
                .map(LintFinding::changeSet)
                .distinct())
        .hasSizeGreaterThanOrEqualTo(preview.missing().size());
  }

  /// Returns what is said of statements that are rejected, and of what is lost. One of the probes
  /// renames a table, and one interleaves a table in itself.
  private static List<LintFinding> rejections(Preview preview) {
    return preview.findings().stream()
        .filter(
            finding ->
                finding.rule() == LintRule.SP001
                    || (finding.isError()
                        && finding.rule() != LintRule.SP401
                        && finding.rule() != LintRule.SP701))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aLiveSchemaWithEveryGapShowsOnlyTheOneChange(Dialect dialect) throws IOException {
    boolean google = dialect == Dialect.GOOGLE_STANDARD_SQL;
    String change =
        google
            ? "ALTER TABLE Customers ADD COLUMN Phone STRING(20)"
            : "ALTER TABLE customers ADD COLUMN phone varchar(20)";

    Preview preview = preview(dialect, live(dialect), List.of(ChangeSets.of("1", change)));

    assertThat(preview.changeSets().getFirst().effects())
        .extracting(Object::toString)
        .singleElement()
        .asString()
        .matches("Added\\[object=column [Pp]hone of [Cc]ustomers]");
    assertThat(preview.errors()).isEmpty();
    assertThat(preview.findings())
        .extracting(LintFinding::rule)
        .containsExactly(LintRule.SP107, LintRule.SP004);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void changesOfWhatTheEmulatorLacksAreShown(Dialect dialect) throws IOException {
    boolean google = dialect == Dialect.GOOGLE_STANDARD_SQL;
    List<ChangeSet> changeSets =
        google
            ? List.of(
                ChangeSets.of("1", "DROP VECTOR INDEX ProductVectors"),
                ChangeSets.of("2", "ALTER TABLE Orders ALTER COLUMN Changed DROP ON UPDATE"),
                ChangeSets.of("3", "DROP ROLE clerk"))
            : List.of(
                ChangeSets.of("1", "DROP INDEX product_vectors"),
                ChangeSets.of("2", "DROP SEARCH INDEX product_search"),
                ChangeSets.of("3", "DROP ROLE clerk"));

    Preview preview = preview(dialect, live(dialect), changeSets);

    assertThat(preview.findings())
        .extracting(LintFinding::rule)
        .doesNotContain(LintRule.SP001, LintRule.SP101, LintRule.SP104);
    assertThat(preview.changeSets())
        .allSatisfy(changeSet -> assertThat(changeSet.effects()).isNotEmpty());
  }

  /// Nobody knows the clause, so that nothing is certain about the table.
  @Test
  void whatDependsOnATableThatIsLeftOutIsShownAndNoError() {
    Preview preview =
        preview(
            Dialect.GOOGLE_STANDARD_SQL,
            List.of("CREATE TABLE T (A INT64, B STRING(10)) PRIMARY KEY (A)"),
            List.of(
                ChangeSets.of("1", "CREATE TABLE Odd (A INT64 TEMPERATURE COLD) PRIMARY KEY (A)"),
                ChangeSets.of(
                    "2",
                    "CREATE TABLE Child (A INT64, B INT64) PRIMARY KEY (A, B), INTERLEAVE IN PARENT Odd",
                    "CREATE INDEX ChildByB ON Child (B)"),
                ChangeSets.of("3", "ALTER TABLE Odd ADD COLUMN C INT64"),
                ChangeSets.of("4", "INSERT INTO Odd (A) VALUES (1)"),
                ChangeSets.of(
                    "5", "CREATE VIEW V SQL SECURITY INVOKER AS SELECT o.A FROM Odd AS o"),
                ChangeSets.of(
                    "6",
                    "ALTER TABLE T ADD CONSTRAINT FK FOREIGN KEY (A) REFERENCES Odd (A)",
                    "CREATE INDEX TByB ON T (B)")));

    assertThat(preview.errors()).isEmpty();
    assertThat(effects(preview))
        .contains(
            "Added[object=table Odd]",
            "Added[object=table Child]",
            "Added[object=index ChildByB]",
            "Added[object=view V]",
            "Added[object=index TByB]");
    assertThat(preview.findings())
        .filteredOn(finding -> finding.rule() == LintRule.SP002)
        .extracting(finding -> finding.changeSet().orElseThrow().id())
        .contains("1", "2", "3", "4", "5", "6");
  }

  private static List<String> effects(Preview preview) {
    return preview.changeSets().stream()
        .flatMap(changeSet -> changeSet.effects().stream())
        .map(Object::toString)
        .toList();
  }

  private static Preview preview(
      Dialect dialect, List<String> definition, List<ChangeSet> changeSets) {
    Previewer previewer =
        new Previewer(
            Bases.live(
                dialect, definition, Set.of("DATABASECHANGELOG"), List.of(), Optional.empty()),
            new Changelog(changeSets, Set.of(), Optional.empty()),
            Map.of());
    Plan plan = previewer.plan();
    Time time = new SystemTime();
    try (ReplayEmulator emulator =
        EmulatorReplay.at(
            EmulatorServer.running().host(),
            time,
            new Retry(time, () -> 0.5),
            new Stop(time, _ -> {}),
            () -> ThreadLocalRandom.current().nextLong())) {
      return previewer.preview(plan, emulator, "changelog.sql", Optional.of(false));
    }
  }

  private static List<String> live(Dialect dialect) throws IOException {
    String name = dialect == Dialect.GOOGLE_STANDARD_SQL ? "googlesql" : "postgresql";
    try (InputStream file =
        GapsPreviewIT.class.getResourceAsStream("/preview/live." + name + ".sql")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return List.of(text.strip().split(";\\n"));
    }
  }
}
