package dev.spannerpipe;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.cli.TokenFile;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;

/// The entry point. Passes the real environment, streams, clock and random source to
/// [CommandLineInterface], and exits with the code that it returns.
public final class Main {
  private Main() {}

  /// Runs the pipe and exits with one of the codes of [dev.spannerpipe.failure.ExitCode].
  @SuppressWarnings("SystemOut") // The only place that uses the standard streams.
  public static void main(String[] arguments) {
    // The meaning of a changelog must not depend on the runner's time zone.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Runtime runtime = Runtime.getRuntime();
    Host host =
        new Host(
            TokenFile.add(System.getenv(), System.getProperty(TokenFile.PROPERTY)),
            Path.of("").toAbsolutePath(),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            new SystemTime(),
            new SecureRandom(),
            runtime::halt);
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    runtime.addShutdownHook(
        Thread.ofPlatform().name("end").unstarted(new EndBySignal(host, exitCode, runtime::halt)));
    int code = CommandLineInterface.run(arguments, host);
    exitCode.complete(code);
    System.exit(code);
  }
}
