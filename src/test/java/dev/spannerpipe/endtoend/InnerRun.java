package dev.spannerpipe.endtoend;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.cli.Host;
import dev.spannerpipe.cli.SystemTime;
import dev.spannerpipe.retry.Time;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// The pipe in the test's own process, where it starts at once.
final class InnerRun {
  private InnerRun() {}

  /// Runs it to its end.
  static Ended run(Map<String, String> variables, Path folder, Time time, String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter output = new PrintWriter(text, true);
    Host host = new Host(variables, folder, output, output, time, new SecureRandom());
    return new Ended(CommandLineInterface.run(arguments, host), text.toString());
  }

  /// A clock that goes ten times as fast, for waits that nobody needs.
  static Time quick() {
    return new Quick();
  }

  /// Waits a tenth of what is asked for.
  private static final class Quick implements Time {
    private static final int FACTOR = 10;

    private final SystemTime time = new SystemTime();

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public Duration elapsed() {
      return time.elapsed().multipliedBy(FACTOR);
    }

    @Override
    public void sleep(Duration duration) {
      time.sleep(duration.dividedBy(FACTOR));
    }
  }
}
