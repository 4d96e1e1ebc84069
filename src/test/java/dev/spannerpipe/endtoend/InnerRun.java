package dev.spannerpipe.endtoend;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.Uncolored;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/// The pipe in the test's own process, where it starts at once.
final class InnerRun {
  private InnerRun() {}

  /// Runs it to its end.
  static Ended run(Map<String, String> variables, Path folder, Time time, String... arguments) {
    return run(variables, folder, time, _ -> {}, arguments);
  }

  /// Runs it to its end.
  ///
  /// @param listener hears of each line as it is printed
  static Ended run(
      Map<String, String> variables,
      Path folder,
      Time time,
      Consumer<String> listener,
      String... arguments) {
    Lines text = new Lines(listener);
    PrintWriter output = new PrintWriter(text, true);
    Host host =
        new Host(
            Uncolored.variables(variables),
            folder,
            output,
            output,
            time,
            new SecureRandom(),
            _ -> {});
    return new Ended(CommandLineInterface.run(arguments, host), text.toString());
  }

  /// Keeps what is printed, and passes it on when it is flushed, as a terminal shows it.
  private static final class Lines extends StringWriter {
    private final Consumer<String> listener;
    private int passedOn;

    Lines(Consumer<String> listener) {
      this.listener = listener;
    }

    @Override
    public void flush() {
      String text = toString();
      text.substring(passedOn).lines().forEach(listener);
      passedOn = text.length();
    }
  }

  /// A clock that goes ten times as fast, for waits that nobody needs.
  static Time quick() {
    return new OtherTime(10, Duration.ZERO);
  }

  /// A clock that goes so many times as fast, so that minutes pass in a test.
  static Time fast(int factor) {
    return new OtherTime(factor, Duration.ZERO);
  }

  /// A machine whose clock is wrong by so much.
  static Time wrongBy(Duration error) {
    return new OtherTime(10, error);
  }

  /// Waits a part of what requested.
  ///
  /// @param factor how much faster it goes
  /// @param error how far it is ahead of the true time
  private record OtherTime(SystemTime time, int factor, Duration error) implements Time {
    OtherTime(int factor, Duration error) {
      this(new SystemTime(), factor, error);
    }

    @Override
    public Instant now() {
      return time.now().plus(error);
    }

    @Override
    public Duration elapsed() {
      return time.elapsed().multipliedBy(factor);
    }

    @Override
    public void sleep(Duration duration) {
      time.sleep(duration.dividedBy(factor));
    }
  }
}
