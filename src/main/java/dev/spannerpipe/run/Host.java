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

/// Everything that the pipe sees of the machine on which it runs.
///
/// @param environment the environment variables
/// @param currentDirectory the current directory, absolute
/// @param out the stream for data
/// @param err the stream for messages
/// @param time the clock, and the way to wait
/// @param random the source of ids and jitter; unpredictable in production
/// @param secrets the secrets that must not appear in any output
/// @param stop the request to stop the run, for example after a signal
/// @param waits reports services that do not respond
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
  public Host {
    environment = Map.copyOf(environment);
  }

  /// Creates a host that knows no secrets yet.
  ///
  /// @param halt ends the process at once with this exit code; called if a run does not end after a
  ///   request to stop
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

  /// Requests that the run end in order, because the process is being terminated. Any thread may
  /// call this method at any time.
  public void terminate() {
    stop.request(Stop.Reason.SIGTERM);
  }

  /// Requests that the run end in order, because someone pressed Ctrl-C. Any thread may call this
  /// method at any time.
  public void interrupt() {
    stop.request(Stop.Reason.SIGINT);
  }

  /// Returns the host that a run uses: its streams redact the secrets, and its waits end after a
  /// request to stop.
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

  /// Returns the same host with another environment.
  Host with(Map<String, String> other) {
    return new Host(other, currentDirectory, out, err, time, random, secrets, stop, waits);
  }

  /// Returns the same host with another reporter of services that do not respond.
  public Host reporting(WaitReporter other) {
    return new Host(environment, currentDirectory, out, err, time, random, secrets, stop, other);
  }

  /// Returns the object that makes and retries the run's remote calls.
  ///
  /// @param timeout how long the process may run; empty for no limit
  Retry retry(Optional<Duration> timeout) {
    return new Retry(time, random::nextDouble, timeout).reporting(waits);
  }

  /// Returns what is needed to call the services that issue credentials.
  ///
  /// @param timeout how long the process may run; empty for no limit
  Services services(Optional<Duration> timeout) {
    JdkHttp http = new JdkHttp();
    stop.whenEnded(http::close);
    return new Services(http, retry(timeout), time, secrets);
  }

  /// Returns the writer of messages for people.
  public Console console(LogFormat format) {
    return new Console(err, style(format), time);
  }

  /// Returns the writer of the run's events for people.
  ConsoleListener listener(LogFormat format, boolean debug) {
    return new ConsoleListener(err, style(format), debug);
  }

  /// Returns the style of log lines. A build log is not a terminal, but shows colors anyway.
  /// `NO_COLOR` turns the colors off, see https://no-color.org.
  private Style style(LogFormat format) {
    return switch (format) {
      case TEXT -> environment.getOrDefault("NO_COLOR", "").isEmpty() ? Style.COLORED : Style.TEXT;
      case JSON -> Style.JSON;
    };
  }

  /// Returns the build that the environment variables describe, with secrets redacted.
  BuildContext build() {
    Map<String, String> clean = new HashMap<>(environment);
    clean.replaceAll((_, value) -> redaction().apply(value));
    return BuildContext.from(clean);
  }

  /// Returns a function that removes secrets from a text. The function removes all secrets that are
  /// known at the time when it is applied.
  UnaryOperator<String> redaction() {
    return new Redaction(secrets)::apply;
  }

  private PrintWriter redacting(PrintWriter writer) {
    return new PrintWriter(new RedactingWriter(writer, new Redaction(secrets)), true);
  }
}
