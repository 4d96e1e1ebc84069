package dev.spannerpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @TempDir private Path folder;

  private final List<Map<String, String>> environments = new ArrayList<>();
  private final StringWriter err = new StringWriter();

  @Test
  void endsWithTheFirstCommandThatFailsAndReturnsItsExitCode() throws IOException {
    Files.writeString(folder.resolve("2-second.env"), "COMMAND=unlock\n");
    Files.writeString(folder.resolve("1-first.env"), "COMMAND=aply\nA=b=c\nnothing\n");
    Files.writeString(folder.resolve("notes.txt"), "COMMAND=status\n");

    assertThat(Rehearsal.run(folder, this::host)).isEqualTo(2);
    assertThat(environments).containsExactly(Map.of("COMMAND", "aply", "A", "b=c"));
    assertThat(err.toString())
        .contains("✖ 5 problems with the variables. Correct what is listed above.");
  }

  @Test
  void hasNothingToRunInAnEmptyFolder() {
    assertThat(Rehearsal.run(folder, this::host)).isZero();
    assertThat(environments).isEmpty();
  }

  @Test
  void saysWhichFolderItCouldNotList() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> Rehearsal.run(missing, this::host))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("could not list the environments in " + missing);
  }

  private Host host(Map<String, String> environment) {
    environments.add(environment);
    return new Host(
        environment,
        folder,
        new PrintWriter(new StringWriter()),
        new PrintWriter(err, true),
        new SystemTime(),
        new SplittableRandom(1),
        code -> {
          throw new AssertionError("halted with " + code);
        });
  }
}
