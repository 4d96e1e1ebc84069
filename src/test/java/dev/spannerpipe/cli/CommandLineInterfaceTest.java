package dev.spannerpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.Uncolored;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineInterfaceTest {
  private static final Map<String, String> NOTHING = Map.of();

  private record Result(int exitCode, String out, String err) {}

  @Test
  void showsTheCommandsAndOptions() {
    Result result = run(NOTHING, "--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("Usage: spanner-pipe [command] [options]\n")
        .contains("  apply       Bring the database to the changelog.\n")
        .contains("--lock-timeout=<duration>")
        .contains("--allow-destructive[=<true or false>]")
        .doesNotContain("--command", "rollback", "This version rejects");
  }

  @Test
  void showsOnlyTheOptionsOfACommand() {
    Result result = run(NOTHING, "history", "--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("Usage: spanner-pipe history [options]\n")
        .contains("--verify", "--json")
        .doesNotContain("--lock-timeout", "--resolve-as");
  }

  @Test
  void showsTheVersion() {
    assertThat(run(NOTHING, "--version"))
        .isEqualTo(new Result(0, "spanner-pipe development\n", ""));
  }

  @Test
  void refusesAnUnknownCommand() {
    assertThat(run(NOTHING, "aply"))
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ Could not read the command line: there is no command \"aply\" at this place. Put"
                    + " one of apply, preview, status, adopt, workflow, doctor, history, unlock,"
                    + " resolve, serve first, then options.\n"));
  }

  @Test
  void readsNoArgumentsFromAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("arguments"), "--version");

    assertThat(run(NOTHING, "@" + file).err())
        .isEqualTo(
            "✖ Could not read the command line: there is no command \"@%s\" at this place. Put one of apply, preview, status, adopt, workflow, doctor, history, unlock, resolve, serve first, then options.\n"
                .formatted(file));
  }

  @Test
  void refusesAnOptionOfAnotherCommand() {
    assertThat(run(NOTHING, "status", "--resolve-as=applied"))
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ Could not read the command line: status has no option --resolve-as=applied."
                    + " Correct the command line; --help lists all options.\n"));
  }

  @Test
  void endsWithOneSentenceAfterAllProblems() {
    Result result = run(Map.of("SPANNER_EMULATOR_HOST", "localhost:9010", "PROJECT", "acme"));

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                "",
                """
                  SPANNER_INSTANCE is not given. Set it to the id of the Spanner instance.
                  SPANNER_DATABASE is not given. Set it to the id of the Spanner database.
                ✖ 2 problems with the variables. Correct what is listed above.
                """));
  }

  @Test
  void refusesToServeAPipelineStep() {
    Map<String, String> environment = new HashMap<>(complete());
    environment.put("COMMAND", "serve");

    assertThat(run(environment))
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ COMMAND \"serve\" needs an assistant at the standard input, and a pipeline step has"
                    + " none. Start it elsewhere, with the argument serve, or use apply, preview,"
                    + " status, adopt, workflow, doctor, history, unlock or resolve.\n"));
  }

  @Test
  void showsOnlyTheTwoOptionsThatServeReads() {
    Result result = run(NOTHING, "serve", "--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines().filter(line -> line.strip().startsWith("-")))
        .map(line -> line.strip().split("[ =\\[]", 2)[0])
        .containsExactly("-h,", "-V,", "--output-dir", "--debug");
  }

  @Test
  void servesInAnyEnvironment() {
    Map<String, String> garbage =
        Map.of(
            "PROJECT", "!",
            "COMMAND", "none",
            "PLAN_SHA", "x",
            "LOG_FORMAT", "json",
            "NO_COLOR", "",
            "TIMEOUT", "-1",
            "BITBUCKET_CLONE_DIR", "/",
            "OUTPUT_DIR", "${OUTPUT_DIR}");

    assertThat(run(garbage, "serve"))
        .isEqualTo(
            new Result(
                0,
                "",
                """
                INFO: Serving the runs in /builds/here/.spanner-pipe.
                ✔ The client ended the session after 0 answers.
                """));
  }

  @Test
  void refusesToServeWithAVariableOrAnOptionThatIsWrong() {
    assertThat(run(Map.of("DEBUG", "maybe"), "serve"))
        .isEqualTo(
            new Result(2, "", "✖ DEBUG \"maybe\" is not true or false. Use true or false.\n"));
    assertThat(run(NOTHING, "serve", "--project=acme"))
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ Could not read the command line: serve has no option --project=acme. Correct the"
                    + " command line; --help lists all options.\n"));
  }

  @Test
  void refusesACommandThatIsNotThereYet() {
    assertThat(run(complete(), "rollback"))
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ COMMAND \"rollback\" is not available in this version. Use apply, preview, status, adopt, workflow, doctor,"
                    + " history, unlock or resolve.\n"));
  }

  @Test
  void readsFlagsWithAndWithoutAValue() {
    Result result = run(complete(), "history", "--verify", "--debug=no", "--expect-head", "x");

    assertThat(result)
        .isEqualTo(
            new Result(
                2,
                "",
                "✖ --expect-head \"x\" is not a SHA-256. Write all 64 hexadecimal digits.\n"));
  }

  @Test
  void printsInTheColorsOfBitbucketsPipesUnlessToldNotTo() {
    String line =
        "✖ Could not read the command line: there is no command \"aply\" at this place. Put one of"
            + " apply, preview, status, adopt, workflow, doctor, history, unlock, resolve, serve first,"
            + " then options.";

    assertThat(run(Map.of("NO_COLOR", ""), "aply").err())
        .isEqualTo("\u001b[31m" + line + "\u001b[0m\n");
    assertThat(run(Map.of("NO_COLOR", "1"), "aply").err()).isEqualTo(line + "\n");
    assertThat(run(Map.of("NO_COLOR", "", "LOG_FORMAT", "json"), "aply").err())
        .doesNotContain("\u001b");
  }

  private static Map<String, String> complete() {
    return Map.of(
        "PROJECT", "acme",
        "SPANNER_INSTANCE", "main",
        "SPANNER_DATABASE", "orders",
        "SPANNER_EMULATOR_HOST", "localhost:9010");
  }

  private static Result run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Host host =
        new Host(
            Uncolored.variables(environment),
            Path.of("/builds/here"),
            new PrintWriter(out),
            new PrintWriter(err),
            new SystemTime(),
            new SplittableRandom(1),
            _ -> {});
    int exitCode = CommandLineInterface.run(arguments, host, InputStream.nullInputStream());
    return new Result(exitCode, out.toString(), err.toString());
  }
}
