package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The largest changelogs, applied by the true process with the heap that Java takes in a small
/// container. The gate plays a share of each; `sizes.all` plays them whole.
@EnabledOnOs(OS.LINUX)
class SizesIT {
  private static final long MEGABYTE = 1024 * 1024;

  /// What the others count up; an insert into a large table takes the emulator time that no service
  /// takes.
  private static final String[] COUNTER = {
    "CREATE TABLE T (Id INT64 NOT NULL, N INT64, V STRING(MAX)) PRIMARY KEY (Id);",
    "INSERT INTO T (Id, N) VALUES (1, 0);"
  };

  @TempDir private Path folder;

  private static int share(int whole, int inGate) {
    return Proof.isWhole("sizes.all") ? whole : inGate;
  }

  private static String count(int number, String value) {
    return "UPDATE T SET N = N + 1, V = '" + number + value + "' WHERE Id = 1;";
  }

  private static String changelog(String changeSets) {
    return "--liquibase formatted sql\n" + WholeTool.changeSet("counter", COUNTER) + changeSets;
  }

  @Test
  void appliesTwentyThousandChangeSetsWithin768Megabytes() {
    int count = share(20_000, 200);
    Site site =
        site(
            IntStream.rangeClosed(1, count)
                .mapToObj(id -> WholeTool.changeSet("c" + id, count(id, "v")))
                .collect(Collectors.joining()));

    apply(site, 768, count);
    assertThat(
            site.database()
                .rows("SELECT COUNT(*) FROM DATABASECHANGELOG WHERE EXECTYPE = 'EXECUTED'"))
        .containsExactly(List.of(String.valueOf(count + 1)));
    apply(site, 768, count);
  }

  @Test
  void appliesTwentyThousandStatementsOfOneChangeSetWithin512Megabytes() {
    int count = share(20_000, 600);

    // Together more than a cell holds, if they are 20,000.
    apply(site(many(count, "v".repeat(150))), 512, count);
  }

  @Test
  void appliesAChangelogOfThirtyMegabytesWithin512Megabytes() {
    int count = share(300, 20);

    apply(site(many(count, "x".repeat(100_000))), 512, count);
  }

  private static String many(int count, String value) {
    return WholeTool.changeSet(
        "many",
        IntStream.rangeClosed(1, count)
            .mapToObj(id -> count(id, value))
            .collect(Collectors.joining("\n")));
  }

  private Site site(String changeSets) {
    return Site.create(EmulatorServer.running().host(), folder, changelog(changeSets));
  }

  private static void apply(Site site, int megabytes, int count) {
    Map<String, String> variables = new HashMap<>(site.variables(1));
    // What the entry script's -XX:MaxRAMPercentage=50 gives in a container of this size.
    variables.put("JAVA_TOOL_OPTIONS", "-Xmx" + megabytes / 2 + "m");
    long before = System.nanoTime();
    PipeProcess process = PipeProcess.start(variables, site.folder());

    PipeProcess.Needs needs = process.awaitNeeds();

    Result ended = process.await();
    System.out.printf(
        "sizes: %d MB of %d MB, %d s, longest silence %.1f s%n",
        needs.peakMemory() / MEGABYTE,
        megabytes,
        Duration.ofNanos(System.nanoTime() - before).toSeconds(),
        needs.longestSilence().toMillis() / 1e3);
    assertThat(ended.exitCode()).as("%s", ended.lastLine()).isZero();
    assertThat(needs.peakMemory()).isPositive().isLessThan(megabytes * MEGABYTE);
    assertThat(needs.longestSilence()).isLessThan(Duration.ofSeconds(30));
    assertThat(site.database().rows("SELECT N FROM T"))
        .containsExactly(List.of(String.valueOf(count)));
  }
}
