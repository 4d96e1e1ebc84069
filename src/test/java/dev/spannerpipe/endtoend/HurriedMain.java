package dev.spannerpipe.endtoend;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.testing.FastTime;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/// The pipe's process as [dev.spannerpipe.Main] begins it, but with a clock that it need not wait
/// for.
public final class HurriedMain {
  private HurriedMain() {}

  /// Runs the pipe, and ends the process with its exit code.
  public static void main(String[] arguments) {
    Host host =
        new Host(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            new FastTime(Instant.now(), Duration.ZERO),
            new SecureRandom(),
            _ -> {});
    System.exit(CommandLineInterface.run(arguments, host, InputStream.nullInputStream()));
  }
}
