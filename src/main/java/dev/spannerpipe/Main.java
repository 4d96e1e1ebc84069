package dev.spannerpipe;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.cli.Rehearsal;
import dev.spannerpipe.cli.TokenFile;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;

/// The entry point. Passes the real environment, streams, clock and random source to
/// [CommandLineInterface], and exits with the code that it returns.
public final class Main {
  private Main() {}

  /// Runs the pipe and exits with one of the codes of [dev.spannerpipe.failure.ExitCode].
  public static void main(String[] arguments) {
    // The meaning of a changelog must not depend on the runner's time zone.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    String rehearsal = System.getProperty(Rehearsal.PROPERTY);
    System.exit(rehearsal == null ? run(arguments) : Rehearsal.run(Path.of(rehearsal), Main::host));
  }

  private static int run(String... arguments) {
    Runtime runtime = Runtime.getRuntime();
    Host host = host(TokenFile.add(System.getenv(), System.getProperty(TokenFile.PROPERTY)));
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    runtime.addShutdownHook(
        Thread.ofPlatform().name("end").unstarted(new EndBySignal(host, exitCode, runtime::halt)));
    int code = CommandLineInterface.run(arguments, host, System.in);
    exitCode.complete(code);
    return code;
  }

  @SuppressWarnings("SystemOut") // The only place that uses the standard streams.
  private static Host host(Map<String, String> environment) {
    return new Host(
        environment,
        Path.of("").toAbsolutePath(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        new SystemTime(),
        new SecureRandom(),
        Runtime.getRuntime()::halt);
  }
}
