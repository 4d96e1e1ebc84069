package dev.spannerpipe.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.EmulatorReplay;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Searches in schemas that are large enough to be replayed in parts.
@Concurrent
class AdoptionSearchIT {
  private static final Time TIME = new SystemTime();
  private static final int TABLES = 330;

  private static String table(int number) {
    return "CREATE TABLE T%d (Id INT64 NOT NULL, Name STRING(%d)) PRIMARY KEY (Id)"
        .formatted(number, number);
  }

  private static String index(int number) {
    return "CREATE INDEX I%d ON T%d (Name)".formatted(number, number);
  }

  private static AdoptionSearch.Result search(
      List<String> live, List<String> changelog, boolean printedByEmulator) {
    try (EmulatorReplay emulator =
        EmulatorReplay.at(
            EmulatorServer.running().host(),
            TIME,
            new Retry(TIME, () -> 0.5),
            new Stop(TIME, _ -> {}),
            ThreadLocalRandom.current())) {
      return AdoptionSearch.search(
          emulator,
          new AdoptionSearch.Input(
              Dialect.GOOGLE_STANDARD_SQL,
              new DatabaseDefinition(live, Optional.empty()),
              printedByEmulator,
              Set.of(),
              Stream.concat(Stream.of(""), changelog.stream())
                  .map(AdoptionSearchIT::changeSet)
                  .toList()),
          Optional.empty());
    }
  }

  private static PlannedChangeSet changeSet(String statement) {
    return new PlannedChangeSet(
        statement.isEmpty() ? ChangeSets.of("none") : ChangeSets.of(statement, statement),
        PlannedChangeSet.Reason.NEW,
        0);
  }

  private static List<String> changelog() {
    List<String> changelog = new ArrayList<>();
    for (int number = 1; number <= TABLES; number++) {
      changelog.add(table(number));
    }
    for (int number = 1; number <= 100; number++) {
      changelog.add(index(number));
    }
    return changelog;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsThePrefixOfALargeSchema(boolean printedByEmulator) {
    List<String> changelog = changelog();
    List<String> live = changelog.subList(0, TABLES + 90);

    AdoptionSearch.Result found = search(live, changelog, printedByEmulator);

    assertThat(found.candidates()).extracting(Prefix::count).containsExactly(TABLES + 91);
    assertThat(found.candidates().getFirst().notReplayed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void namesTheColumnOfALargeSchemaThatDiffers(boolean printedByEmulator) {
    List<String> changelog = changelog();
    List<String> live = new ArrayList<>(changelog.subList(0, TABLES + 90));
    live.set(199, table(200).replace("STRING(200)", "STRING(9)"));

    AdoptionSearch.Result found = search(live, changelog, printedByEmulator);

    assertThat(found.candidates()).isEmpty();
    assertThat(found.nearest().orElseThrow().count()).isEqualTo(TABLES + 91);
    assertThat(found.nearest().orElseThrow().differences().all())
        .singleElement()
        .extracting(effect -> effect.object().toString())
        .isEqualTo("column Name of T200");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsThePrefixAlthoughTheEmulatorRejectsALaterChangeSet(boolean printedByEmulator) {
    List<String> changelog = changelog();
    changelog.add("CREATE INDEX Rejected ON T2 (Missing)");

    AdoptionSearch.Result found =
        search(changelog.subList(0, TABLES), changelog, printedByEmulator);

    assertThat(found.candidates()).extracting(Prefix::count).containsExactly(TABLES + 1);
  }
}
