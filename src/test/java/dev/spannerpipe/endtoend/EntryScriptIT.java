package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.cli.TokenFile;
import dev.spannerpipe.packaging.EntryScript;
import dev.spannerpipe.testing.Uncolored;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real entry script: the step's tokens reach the pipe, and nothing else.
class EntryScriptIT {
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

  @TempDir private Path home;
  private Path script;

  @BeforeEach
  void install() throws IOException {
    script = Files.createDirectories(home.resolve("pipe")).resolve("spanner-pipe");
    Files.copy(Path.of("pipe", "spanner-pipe"), script);
    for (String folder : List.of("lib", "app", "cache")) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.createFile(home.resolve("lib").resolve("libraries.jar"));
  }

  /// Installs, in the place of Java, what writes down how it was called.
  private Path installWitness() throws IOException {
    Path java = home.resolve("java");
    Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    Files.writeString(
        program,
        """
        #!/bin/sh
        cat /dev/fd/3 >"$WITNESS/tokens"
        cat "/proc/$$/environ" >"$WITNESS/environment"
        printf '%s\\n' "$@" >"$WITNESS/arguments"
        ulimit -c >"$WITNESS/core"
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return java;
  }

  private Process start(String shell, Map<String, String> variables, String argument)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(shell, script.toString(), argument)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().putAll(Uncolored.variables(variables));
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(home.resolve("output"), UTF_8);
  }

  private Map<String, String> witnessed(String shell, Map<String, String> variables)
      throws IOException, InterruptedException {
    String argument = "--an-option";
    Map<String, String> all = new HashMap<>(variables);
    all.put("JAVA_HOME", installWitness().toString());
    all.put("WITNESS", home.toString());
    for (String ofJava : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      all.put(ofJava, "-XX:+HeapDumpOnOutOfMemoryError");
    }
    Process process = start(shell, all, argument);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output()).isZero();
    assertThat(Files.readString(home.resolve("core"))).isEqualTo("0\n");
    assertThat(Files.readString(home.resolve("arguments")))
        .contains(
            "-XX:+DisableAttachMechanism\n",
            "-XX:-CreateCoredumpOnCrash\n",
            "-XX:-UsePerfData\n",
            argument + "\n")
        .doesNotContain("HeapDump", "FlightRecorder", TOKEN);
    assertThat(Files.readString(home.resolve("environment")))
        .contains("WITNESS=")
        .doesNotContain("TOKEN", "tokens", TOKEN, "HeapDump");
    return TokenFile.add(Map.of(), home.resolve("tokens").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "bash"})
  void handsOnEachToken(String shell) throws IOException, InterruptedException {
    Map<String, String> tokens =
        Map.of(
            "OIDC_TOKEN", TOKEN,
            "BITBUCKET_STEP_OIDC_TOKEN", "$(touch evil) `touch evil` ${HOME} \\n \"'\nTOKENS\n é",
            "BITBUCKET_ACCESS_TOKEN", " spaces\taround\n");

    assertThat(witnessed(shell, tokens)).isEqualTo(tokens);
    assertThat(home.resolve("evil")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {4000, 5000, 20_000, 60_000})
  void handsOnLongTokens(int length) throws IOException, InterruptedException {
    Map<String, String> tokens = Map.of("BITBUCKET_STEP_OIDC_TOKEN", "x".repeat(length));

    assertThat(witnessed("/bin/sh", tokens)).isEqualTo(tokens);
  }

  /// No container engine starts a container without `/proc`, but whoever starts the pipe in another
  /// way can.
  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "bash"})
  void saysThatJavaNeedsProc(String shell) throws IOException, InterruptedException {
    Path empty = Files.createDirectories(home.resolve("proc"));
    String text = Files.readString(script);
    Files.writeString(script, text.replace("/proc/self", empty + "/self"));

    Process process = start(shell, Map.of(), "apply");

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output())
        .isEqualTo(
            "✖ Could not run the pipe: /proc is not mounted, and Java needs it. Mount it in the"
                + " container.\n");
    assertThat(process.exitValue()).isEqualTo(1);
  }

  @Test
  void handsOnNothingWhereThereIsNoToken() throws IOException, InterruptedException {
    assertThat(witnessed("/bin/sh", Map.of("OIDC_TOKEN", ""))).isEmpty();
  }

  private List<String> arguments() throws IOException {
    return Files.readAllLines(home.resolve("arguments"));
  }

  @Test
  void startsTheTwoJarsOfAnImageWithoutACache() throws IOException, InterruptedException {
    witnessed("/bin/sh", Map.of());

    assertThat(arguments())
        .startsWith("-Xshare:auto")
        .containsSequence(
            "-cp",
            home + "/lib/libraries.jar:" + home + "/app/spanner-pipe.jar",
            "dev.spannerpipe.Main");
  }

  @Test
  void startsTheTwoJarsOfACheckout() throws IOException, InterruptedException {
    Files.delete(home.resolve("lib").resolve("libraries.jar"));
    Path target = Files.createDirectories(home.resolve("target"));
    Files.createFile(target.resolve("libraries.jar"));
    Files.createFile(target.resolve("spanner-pipe.jar"));

    witnessed("/bin/sh", Map.of());

    assertThat(arguments())
        .containsSequence(
            "-cp",
            target + "/libraries.jar:" + target + "/spanner-pipe.jar",
            "dev.spannerpipe.Main");
  }

  @Test
  void startsWithTheCacheOfAnImageForItsJarsAndItsJava() throws IOException, InterruptedException {
    String digest = "1".repeat(64);
    Files.writeString(home.resolve("app").resolve("spanner-pipe.id"), digest + "\n");
    Path cache = home.resolve("cache").resolve("spanner-pipe-" + digest + "-25.0.1.aot");

    witnessed("/bin/sh", Map.of("SPANNER_PIPE_LEARN", "true"));
    assertThat(arguments()).startsWith("-XX:AOTCacheOutput=" + cache);

    Files.createFile(cache);
    witnessed("/bin/sh", Map.of());
    assertThat(arguments()).startsWith("-XX:AOTCache=" + cache);

    Files.move(cache, cache.resolveSibling("spanner-pipe-" + "2".repeat(64) + "-25.0.1.aot"));
    witnessed("/bin/sh", Map.of());
    assertThat(arguments()).startsWith("-Xshare:auto");
  }

  @Test
  void handsOnNoVariableOfTheSpannerClient() throws IOException, InterruptedException {
    Map<String, String> variables =
        EntryScript.unset().stream()
            .filter(name -> !name.contains("OIDC_TOKEN") && !name.startsWith("BITBUCKET_"))
            .collect(Collectors.toMap(name -> name, _ -> "from the step"));
    assertThat(variables)
        .containsKeys(
            "GOOGLE_SPANNER_ENABLE_DIRECT_ACCESS",
            "SPANNER_ENABLE_API_TRACING",
            "SPANNER_DISABLE_BUILTIN_METRICS",
            "SPANNER_MONITORING_HOST",
            "SPANNER_OPTIMIZER_VERSION");
    variables.put("SPANNER_EMULATOR_HOST", "of the pipe");

    assertThat(witnessed("/bin/sh", variables)).isEmpty();

    assertThat(Files.readString(home.resolve("environment")))
        .contains("SPANNER_EMULATOR_HOST=of the pipe")
        .doesNotContain("from the step");
  }

  @Test
  void keepsTheTokenOutOfTheProcess() throws IOException, InterruptedException {
    Installation.linkJars(home);
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(60_000);
      Map<String, String> variables = target(silent.getLocalPort());
      variables.put("BITBUCKET_STEP_OIDC_TOKEN", TOKEN.repeat(100));
      Process process = start("/bin/sh", variables, "apply");
      try {
        // From here on the settings are read, and the pipe waits for an answer.
        silent.accept();

        assertThat(read(process, "environ"))
            .contains("SPANNER_DATABASE=")
            .doesNotContain("OIDC", TOKEN);
        assertThat(read(process, "cmdline")).contains("dev.spannerpipe.Main").doesNotContain("eyJ");
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /// What ends a container ends its first process, which is the script's.
  @Test
  void handsSignalsOnToThePipe() throws IOException, InterruptedException {
    Installation.linkJars(home);
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(60_000);
      Process process = start("/bin/sh", target(silent.getLocalPort()), "apply");
      try {
        silent.accept();

        process.destroy();

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(output())
          .endsWith(
              "✖ Stopped by SIGTERM: no change set applied. Run again: the next run continues where this one stopped.\n");
    }
  }

  private static String read(Process process, String file) throws IOException {
    return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file), UTF_8);
  }

  private Map<String, String> target(int port) throws IOException {
    Files.writeString(home.resolve("changelog.sql"), "--liquibase formatted sql\n");
    Map<String, String> variables = new HashMap<>();
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("PROJECT", "test-project");
    variables.put("SPANNER_INSTANCE", "instance");
    variables.put("SPANNER_DATABASE", "database");
    variables.put("SPANNER_EMULATOR_HOST", "127.0.0.1:" + port);
    variables.put("CHANGELOG_FILE", "changelog.sql");
    return variables;
  }

  @Test
  void letsTheSettingsSeeTheToken() throws IOException, InterruptedException {
    Installation.linkJars(home);
    Map<String, String> variables = target(1);
    variables.put("OIDC_TOKEN", "a\ttab");

    Process process = start("/bin/sh", variables, "apply");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output()).contains("OIDC_TOKEN").doesNotContain("a\ttab");
    assertThat(process.exitValue()).isEqualTo(2);
  }

  @Test
  void leavesTheEnvironmentAsItIsWithoutTheScript() {
    Map<String, String> environment = Map.of("OIDC_TOKEN", TOKEN, "OTHER", "x");

    assertThat(TokenFile.add(environment, null)).isSameAs(environment);
  }

  @Test
  void takesNothingButTokensFromTheDescriptor() throws IOException {
    Path file =
        Files.writeString(
            home.resolve("passed"),
            String.join(
                "\u001e", List.of("OIDC_TOKEN=a=b", "COMMAND=unlock", "=x", "OIDC_TOKEN", "\n")));

    assertThat(TokenFile.add(Map.of("COMMAND", "apply"), file.toString()))
        .isEqualTo(Map.of("COMMAND", "apply", "OIDC_TOKEN", "a=b"));
  }
}
