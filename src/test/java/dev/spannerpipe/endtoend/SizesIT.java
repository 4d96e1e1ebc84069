package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The largest changelogs, applied by the true process with the heap that the entry script gives it
/// in a small container. The gate plays a share of each; `sizes.all` plays them whole.
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
  void appliesFiveThousandChangeSetsWithin384Megabytes() throws IOException {
    appliesEachOnce(share(5000, 200), 384);
  }

  @Test
  void appliesTwentyThousandChangeSetsWithin768Megabytes() throws IOException {
    appliesEachOnce(share(20_000, 200), 768);
  }

  private void appliesEachOnce(int count, int megabytes) throws IOException {
    Site site =
        site(
            IntStream.rangeClosed(1, count)
                .mapToObj(id -> WholeTool.changeSet("c" + id, count(id, "v")))
                .collect(Collectors.joining()));

    apply(site, megabytes, count);
    assertThat(
            site.database()
                .rows("SELECT COUNT(*) FROM DATABASECHANGELOG WHERE EXECTYPE = 'EXECUTED'"))
        .containsExactly(List.of(String.valueOf(count + 1)));
    apply(site, megabytes, count);
  }

  @Test
  void appliesTwentyThousandStatementsOfOneChangeSetWithin512Megabytes() throws IOException {
    int count = share(20_000, 600);

    // Together more than a cell holds, if they are 20,000.
    apply(site(many(count, "v".repeat(150))), 512, count);
  }

  @Test
  void appliesAChangelogOfThirtyMegabytesWithin512Megabytes() throws IOException {
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

  private void apply(Site site, int megabytes, int count) throws IOException {
    Path home = folder.resolve("home");
    Installation.install(home);
    Files.writeString(
        Installation.seeLimits(home).resolve("memory.max"), megabytes * MEGABYTE + "\n");
    long before = System.nanoTime();
    PipeProcess process = PipeProcess.startInstalled(home, site.variables(1), site.folder());

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
