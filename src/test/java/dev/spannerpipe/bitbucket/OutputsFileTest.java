package dev.spannerpipe.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.record.OutputDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputsFileTest {
  private static final String PATH = "BITBUCKET_PIPELINES_VARIABLES_PATH";

  @TempDir Path home;

  @Test
  void writesPlainLinesThatShellAndBitbucketReadAlike() {
    Path file =
        OutputsFile.write(
            OutputDirectory.open(home, new CloneDirectory(home)),
            outputs("schema/001.sql::1::alice"));

    assertThat(file)
        .hasFileName("outputs.env")
        .hasContent(
            """
            SPANNER_PIPE_RUN_ID=20261122T053116Z-4f2a9c1d
            SPANNER_PIPE_OUTCOME=succeeded
            SPANNER_PIPE_PLAN_SHA256=abc
            SPANNER_PIPE_APPLIED=2
            SPANNER_PIPE_PENDING=0
            SPANNER_PIPE_LAST_CHANGE_SET=schema/001.sql::1::alice
            SPANNER_PIPE_RECORD_HEAD=def
            SPANNER_PIPE_EXECUTION_ARN=
            SPANNER_PIPE_EXECUTION_STATUS=
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "$(touch owned)",
        "`touch owned`",
        "it's",
        "a\nb",
        "~",
        "a;b",
        "*",
        "\"x\"",
        "é",
        "a\\",
        "'",
        "''",
        "#x",
        "a=b c=d",
        "${HOME}",
        "!x"
      })
  void givesAShellTheValueAsItIs(String value) throws IOException, InterruptedException {
    Path file =
        OutputsFile.write(OutputDirectory.open(home, new CloneDirectory(home)), outputs(value));

    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                ". \"$0\"; printf %s \"$SPANNER_PIPE_LAST_CHANGE_SET\"",
                file.toString())
            .directory(home.toFile())
            .redirectErrorStream(true)
            .start();
    String read =
        new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(read).isEqualTo(value.replace('\n', ' '));
    assertThat(home.resolve("owned")).doesNotExist();
    assertThat(Files.readAllLines(file)).hasSize(9);
  }

  @Test
  void appendsValuesAsTheyAreToBitbucketsFile() throws IOException {
    Path file = Files.writeString(home.resolve("variables"), "OTHER=1\n");

    assertThat(
            OutputsFile.append(
                Map.of(PATH, file.toString()), new CloneDirectory(home), outputs("it's a\nname")))
        .isTrue();

    assertThat(Files.readAllLines(file))
        .hasSize(10)
        .contains("OTHER=1", "SPANNER_PIPE_LAST_CHANGE_SET=it's a name");
  }

  @Test
  void doesNotInsistOnBitbucketsFile() throws IOException {
    Path directory = Files.createDirectory(home.resolve("directory"));
    Outputs outputs = outputs("x");

    assertThat(OutputsFile.append(Map.of(), new CloneDirectory(home), outputs)).isFalse();
    assertThat(OutputsFile.append(Map.of(PATH, " "), new CloneDirectory(home), outputs)).isFalse();
    assertThat(
            OutputsFile.append(Map.of(PATH, "${" + PATH + "}"), new CloneDirectory(home), outputs))
        .isFalse();
    assertThat(
            OutputsFile.append(
                Map.of(PATH, home + "/missing/file"), new CloneDirectory(home), outputs))
        .isFalse();
    assertThat(
            OutputsFile.append(
                Map.of(PATH, directory.toString()), new CloneDirectory(home), outputs))
        .isFalse();
    assertThat(OutputsFile.append(Map.of(PATH, "a\0b"), new CloneDirectory(home), outputs))
        .isFalse();
    assertThat(home.resolve("missing")).doesNotExist();
  }

  private static Outputs outputs(String lastChangeSet) {
    return new Outputs(
        "20261122T053116Z-4f2a9c1d", "succeeded", "abc", 2, 0, lastChangeSet, "def", null, null);
  }
}
