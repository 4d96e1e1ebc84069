package dev.spannerpipe.run;

import dev.spannerpipe.access.Services;
import dev.spannerpipe.bitbucket.BuildContext;
import dev.spannerpipe.config.LogFormat;
import dev.spannerpipe.http.JdkHttp;
import dev.spannerpipe.report.Console;
import dev.spannerpipe.report.ConsoleListener;
import dev.spannerpipe.report.Style;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.retry.WaitReporter;
import dev.spannerpipe.secret.RedactingWriter;
import dev.spannerpipe.secret.Redaction;
import dev.spannerpipe.secret.Secrets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// All that the pipe sees of the machine it runs on.
///
/// @param environment the environment variables
/// @param currentDirectory absolute
/// @param out for data
/// @param err for talk
/// @param time the clock and the way to wait
/// @param random for ids and for jitter; unpredictable in production
/// @param secrets what must not be seen
/// @param stop how a run is ended from outside
/// @param waits hears of services that do not answer
public record Host(
    Map<String, String> environment,
    Path currentDirectory,
    PrintWriter out,
    PrintWriter err,
    Time time,
    RandomGenerator random,
    Secrets secrets,
    Stop stop,
    WaitReporter waits) {
  /// Copies the map.
  public Host {
    environment = Map.copyOf(environment);
  }

  /// Takes it as it is, without any secret known yet.
  ///
  /// @param halt ends the process at once with this exit code; called where a run that is to end
  ///   does not
  public Host(
      Map<String, String> environment,
      Path currentDirectory,
      PrintWriter out,
      PrintWriter err,
      Time time,
      RandomGenerator random,
      IntConsumer halt) {
    this(
        environment,
        currentDirectory,
        out,
        err,
        time,
        random,
        new Secrets(),
        new Stop(time, halt),
        WaitReporter.silent(time));
  }

  /// Tells the run to end in good order, as somebody wants the process to end. Any thread may call
  /// it, at any time.
  public void terminate() {
    stop.request(Stop.Reason.SIGTERM);
  }

  /// As [#terminate]; somebody pressed Ctrl-C.
  public void interrupt() {
    stop.request(Stop.Reason.SIGINT);
  }

  /// Returns the same as a run uses it: what is written to its streams is written without its
  /// secrets, and its waits end where the run is to end.
  public Host guarded() {
    return new Host(
        environment,
        currentDirectory,
        redacting(out),
        redacting(err),
        stop.stoppableTime(),
        random,
        secrets,
        stop,
        waits);
  }

  /// Returns the same, but services that do not answer are reported here.
  public Host reporting(WaitReporter other) {
    return new Host(environment, currentDirectory, out, err, time, random, secrets, stop, other);
  }

  /// Returns how the run makes its remote calls.
  ///
  /// @param timeout when the run has to be over
  Retry retry(Optional<Duration> timeout) {
    return new Retry(time, random::nextDouble, timeout).reporting(waits);
  }

  /// Returns how the run reaches the services that give it credentials.
  ///
  /// @param timeout when the run has to be over
  Services services(Optional<Duration> timeout) {
    return new Services(new JdkHttp(), retry(timeout), time, secrets);
  }

  /// Returns what writes for people.
  public Console console(LogFormat format) {
    return new Console(err, style(format), time);
  }

  /// Returns what writes the events of a run for people.
  ConsoleListener listener(LogFormat format, boolean debug) {
    return new ConsoleListener(err, style(format), debug);
  }

  /// A build log is no terminal and shows colors all the same; `NO_COLOR` turns them off, see
  /// https://no-color.org.
  private Style style(LogFormat format) {
    return switch (format) {
      case TEXT -> environment.getOrDefault("NO_COLOR", "").isEmpty() ? Style.COLORED : Style.TEXT;
      case JSON -> Style.JSON;
    };
  }

  /// Returns what the environment says about the build, without the secrets that are in it.
  BuildContext build() {
    Map<String, String> clean = new HashMap<>(environment);
    clean.replaceAll((_, value) -> redaction().apply(value));
    return BuildContext.from(clean);
  }

  /// Returns what takes the secrets that are known by then out of a text.
  UnaryOperator<String> redaction() {
    return new Redaction(secrets)::apply;
  }

  private PrintWriter redacting(PrintWriter writer) {
    return new PrintWriter(new RedactingWriter(writer, new Redaction(secrets)), true);
  }
}
