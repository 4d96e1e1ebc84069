package dev.spannerpipe.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.tls.Exposure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The built image in containers that are not as it expects them. An engine cannot start one
/// without `/proc`; what the entry script says then is in `EntryScriptIT`.
@BuiltImage
class ImageBadInputIT {
  private static final long MEGABYTE = 1L << 20;
  private static final String CACHES = "/opt/spanner-pipe/cache";

  @TempDir(factory = BelowTarget.class)
  private static Path common;

  private static Path cache;
  private static Path other;

  @TempDir(factory = BelowTarget.class)
  private Path folder;

  private Example example;

  /// Copies the image's cache, and lets its Java make one of other classes.
  @BeforeAll
  static void takeCaches() throws IOException {
    Step step = Step.begin(common);
    step.shell(
            """
            for file in %s/*.aot; do cat "$file" >"${file##*/}"; done
            /opt/java/bin/java -XX:AOTCacheOutput=other -Xlog:disable -XX:+UseSerialGC \\
              -cp /opt/spanner-pipe/lib/libraries.jar picocli.AutoComplete --version
            """
                .formatted(CACHES))
        .succeeded();
    Path build = step.workspace().directory();
    other = build.resolve("other");
    try (Stream<Path> files = Files.list(build)) {
      cache = files.filter(file -> file.toString().endsWith(".aot")).findFirst().orElseThrow();
    }
  }

  @BeforeEach
  void open() {
    example = Example.in(folder);
  }

  @Test
  void writesOnlyToTheCloneDirectory() {
    Step step = example.step().limited(engine -> engine.withReadonlyRootfs(true));

    example.assertApplied(step.run());
    assertPreviewed(preview(step).run());
  }

  @Test
  void executesNothingThatItWrote() {
    Step step =
        example
            .step()
            .limited(
                engine ->
                    engine.withReadonlyRootfs(true).withTmpFs(Map.of("/tmp", "rw,noexec,nosuid")));

    example.assertApplied(step.run());
    assertPreviewed(preview(step).run());
  }

  /// A preview with the image's own emulator, which compares with nothing.
  private static Step preview(Step step) {
    return step.without("SPANNER_EMULATOR_HOST").with("COMMAND", "preview");
  }

  private static void assertPreviewed(Result result) {
    assertThat(result.lastLine())
        .as("%s", result)
        .isEqualTo("✔ 7 change sets are pending, with 6 effects, no errors and 1 warning.");
    assertThat(result.exitCode()).isZero();
    Example.assertUsualLines(result);
  }

  @Test
  void rejectsAHeapThatIsNoSize() {
    Result result = example.step().with("HEAP", "lots").run();

    assertThat(result.err())
        .isEqualTo(
            "✖ HEAP \"lots\" is not a size from 128m to 16g. Write it in megabytes or gigabytes, as"
                + " in 512m or 2g.\n");
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(example.database().ddl()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1024,'',512", "384,4g,230", "384,'',230", "1024,128m,128"})
  void usesNoMoreMemoryThanTheContainerHas(long container, String heap, int used) {
    try (SlowSpanner spanner =
            SlowSpanner.inFrontOf(
                Example.emulator(), Pace.AT_ONCE, Exposure.outside(Step.HOST, Optional.empty()));
        PipeContainer pipe =
            example
                .step()
                .with("HEAP", heap)
                .with("SPANNER_EMULATOR_HOST", spanner.address())
                .limited(
                    engine ->
                        engine
                            .withMemory(container * MEGABYTE)
                            .withMemorySwap(container * MEGABYTE))
                .container()) {
      List<String> commandLine = new CopyOnWriteArrayList<>();
      Runnable look = () -> commandLine.addAll(pipe.commandLine());
      spanner.faults(Faults.at("UpdateDatabaseDdl", 1, Fault.happening(Fault.Moment.BEFORE, look)));
      pipe.start();

      example.assertApplied(pipe.await());
      assertThat(commandLine).contains("-Xmx" + used + "m");
    }
  }

  /// What can be in the place of the cache.
  private enum Cache {
    EMPTY,
    CUT_SHORT,
    OF_ANOTHER_JAVA,
    OF_OTHER_CLASSES,
    OF_ANOTHER_BUILD,
    A_FOLDER;

    /// Puts it into a folder that is otherwise empty.
    void into(Path folder) throws IOException {
      String name = cache.getFileName().toString();
      byte[] bytes = Files.readAllBytes(cache);
      switch (this) {
        case EMPTY -> Files.createFile(folder.resolve(name));
        case CUT_SHORT -> Files.write(folder.resolve(name), Arrays.copyOf(bytes, bytes.length / 2));
        case OF_ANOTHER_JAVA -> Files.write(folder.resolve(name), ofAnotherJava(bytes));
        case OF_OTHER_CLASSES -> Files.copy(other, folder.resolve(name));
        case OF_ANOTHER_BUILD ->
            Files.copy(cache, folder.resolve(name.replaceFirst("[0-9a-f]{64}", "0".repeat(64))));
        case A_FOLDER -> Files.createDirectory(folder.resolve(name));
      }
    }

    private static byte[] ofAnotherJava(byte[] bytes) {
      String text = new String(bytes, ISO_8859_1);
      int name = text.indexOf("OpenJDK 64-Bit");
      assertThat(name).isBetween(0, 8192);
      byte[] changed = bytes.clone();
      System.arraycopy("Another".getBytes(ISO_8859_1), 0, changed, name, 7);
      return changed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void startsWithoutACacheThatIsNotItsOwn(Cache damaged) throws IOException {
    Path caches = Files.createDirectory(folder.resolve("caches"));
    damaged.into(caches);

    example.assertApplied(example.step().replacing(CACHES, caches).run());
  }
}
