package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Uncolored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The heap that the real entry script gives to Java. What it holds is tested in [SizesIT].
class HeapIT {
  @TempDir private Path home;
  private Path limits;

  /// The script looks for the limits of its container in a folder of the test.
  @BeforeEach
  void install() throws IOException {
    Installation.install(home);
    limits = Installation.seeLimits(home);
  }

  private List<String> heapOf(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    Path java = home.resolve("java");
    Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Map<String, String> all = new HashMap<>(variables);
    all.put("JAVA_HOME", java.toString());
    Ended ended = run(all, arguments);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output().lines()).as("handed on").endsWith(arguments);
    return ended
        .output()
        .lines()
        .filter(line -> line.matches("-Xm[xs].*|-XX:M(?:ax|in)(?:RAM|Heap).*|-XX:Initial.*"))
        .toList();
  }

  private record Ended(int exitCode, String output) {}

  private Ended run(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("pipe").resolve("spanner-pipe").toString());
    command.addAll(List.of(arguments));
    Path output = home.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(Uncolored.variables(variables));
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output, UTF_8));
  }

  private void limit(String file, String content) throws IOException {
    Path path = limits.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, content);
  }

  /// A preview leaves room for the emulator that runs beside it.
  @ParameterizedTest
  @CsvSource({
    "preview, apply, 256m",
    "--json, preview, 256m",
    "--json, ' Preview ', 256m",
    "--json, '', 512m",
    "--json, status, 512m",
    "apply, preview, 512m"
  })
  void isFixedForEachCommand(String argument, String command, String heap)
      throws IOException, InterruptedException {
    assertThat(heapOf(Map.of("COMMAND", command), argument))
        .containsExactly("-Xms48m", "-Xmx" + heap);
  }

  @ParameterizedTest
  @CsvSource({
    "128m, 128m",
    "128M, 128m",
    "2g, 2048m",
    "16G, 16384m",
    "16384m, 16384m",
    "' 1g\t', 1024m",
    "'\"1g\"', 1024m",
    "'''700m''', 700m"
  })
  void isWhatTheVariableSays(String given, String heap) throws IOException, InterruptedException {
    assertThat(heapOf(Map.of("HEAP", given), "apply")).containsExactly("-Xms48m", "-Xmx" + heap);
    assertThat(heapOf(Map.of("HEAP", given), "preview")).containsExactly("-Xms48m", "-Xmx" + heap);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "$HEAP", "${HEAP}"})
  void isTheDefaultWithoutAValue(String nothing) throws IOException, InterruptedException {
    assertThat(heapOf(Map.of("HEAP", nothing), "apply")).containsExactly("-Xms48m", "-Xmx512m");
    assertThat(heapOf(Map.of(), "apply", "--heap", nothing)).containsExactly("-Xms48m", "-Xmx512m");
    assertThat(heapOf(Map.of("HEAP", "1g"), "apply", "--heap", nothing))
        .containsExactly("-Xms48m", "-Xmx1024m");
  }

  @Test
  void isWhatTheOptionSaysRatherThanTheVariable() throws IOException, InterruptedException {
    Map<String, String> variables = Map.of("HEAP", "1g");

    assertThat(heapOf(variables, "apply", "--heap", "2g", "--json"))
        .containsExactly("-Xms48m", "-Xmx2048m");
    assertThat(heapOf(variables, "--heap=3g", "--json")).containsExactly("-Xms48m", "-Xmx3072m");
  }

  /// Java starts with the default, and reports the value; `SettingsReaderTest` has the same ones.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "much",
        "512",
        "512k",
        "512mb",
        "0512m",
        "0m",
        "-1g",
        "1.5g",
        "m",
        "127m",
        "16385m",
        "17g",
        "99999999999999999999g",
        "1g;touch evil",
        "$(touch evil)",
        "1 g",
        "١g"
      })
  void isTheDefaultWhereTheValueIsNoSize(String given) throws IOException, InterruptedException {
    assertThat(heapOf(Map.of("HEAP", given), "apply")).containsExactly("-Xms48m", "-Xmx512m");
    assertThat(home.resolve("evil")).doesNotExist();
  }

  private Map<String, String> target() {
    Map<String, String> variables = new HashMap<>();
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("PROJECT", "test-project");
    variables.put("SPANNER_INSTANCE", "instance");
    variables.put("SPANNER_DATABASE", "database");
    variables.put("SPANNER_EMULATOR_HOST", "127.0.0.1:1");
    return variables;
  }

  @Test
  void isReportedWithTheOtherProblems() throws IOException, InterruptedException {
    Map<String, String> variables = target();
    variables.put("LOCK_TIMEOUT", "soon");

    assertThat(run(variables, "apply", "--heap", "all"))
        .isEqualTo(
            new Ended(
                2,
                """
                  LOCK_TIMEOUT "soon" is not a duration. Write it in days, hours, minutes and seconds, as in 90s, 10m, 1h30m or 2d.
                  --heap "all" is not a size from 128m to 16g. Write it in megabytes or gigabytes, as in 512m or 2g.
                ✖ 2 problems with the variables. Correct what is listed above.
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "memory.max, 402653184, '', apply, 230m",
    "memory.max, 805306368, '', apply, 460m",
    "memory.max, 1073741824, '', apply, 512m",
    "memory.max, 1073741824, 2g, apply, 614m",
    "memory.max, 1073741824, 300m, apply, 300m",
    "memory.max, 402653184, '', preview, 153m",
    "memory.max, 1073741824, '', preview, 256m",
    "memory.max, 1048576, '', apply, 64m",
    "memory/memory.limit_in_bytes, 402653184, '', apply, 230m"
  })
  void isLessWhereTheContainerHasLess(
      String file, String bytes, String given, String command, String heap)
      throws IOException, InterruptedException {
    limit(file, bytes + "\n");

    assertThat(heapOf(Map.of("HEAP", given), command)).containsExactly("-Xms48m", "-Xmx" + heap);
  }

  @ParameterizedTest
  @CsvSource({
    "memory.max, max",
    "memory.max, ''",
    "memory.max, -1",
    "memory.max, 0",
    "memory.max, a lot",
    "memory/memory.limit_in_bytes, 9223372036854771712",
    "memory/memory.limit_in_bytes, 18446744073709551615",
    // 128 GB, which the machine has.
    "memory/memory.limit_in_bytes, 137438953472"
  })
  void staysWhereTheContainerHasNoLimit(String file, String content)
      throws IOException, InterruptedException {
    limit(file, content + "\n");

    assertThat(heapOf(Map.of(), "apply")).containsExactly("-Xms48m", "-Xmx512m");
  }

  /// A machine without control groups has no such files, nor a container without `/proc` and
  /// `/sys`.
  @Test
  void staysWhereNoLimitCanBeSeen() throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(limits)) {
      assertThat(files).isEmpty();
    }

    assertThat(heapOf(Map.of(), "apply")).containsExactly("-Xms48m", "-Xmx512m");
  }
}
