package dev.spannerpipe.cli;

import dev.spannerpipe.config.CloudRunTask;
import dev.spannerpipe.config.Command;
import dev.spannerpipe.config.LogFormat;
import dev.spannerpipe.config.Request;
import dev.spannerpipe.config.ServeSettings;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.config.SettingsReader;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.report.Console;
import dev.spannerpipe.report.RecordReference;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.WaitReporter;
import dev.spannerpipe.run.Commands;
import dev.spannerpipe.run.Conclusion;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.ServeCommand;
import dev.spannerpipe.run.StopReport;
import dev.spannerpipe.run.Watchdog;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs the whole pipe: reads arguments and environment, runs the command, prints the last line of
/// the log and returns the exit code.
public final class CommandLineInterface {
  private final Host host;
  private volatile Console console;
  private boolean debug;
  private @Nullable Watchdog watchdog;

  /// The client of `serve`; null for all other commands.
  private ServeCommand.@Nullable Client client;

  private CommandLineInterface(Host host) {
    this.host = host.guarded();
    TokenFile.of(host.environment()).forEach(host.secrets()::add);
    // This console is used until the settings are read. With JSON it prints even an error in the
    // settings as JSON.
    this.console = this.host.console(LogFormat.of(host.environment()));
    this.debug = "true".equals(host.environment().get("DEBUG"));
  }

  /// Runs the pipe and returns the exit code for the process. Never throws.
  ///
  /// @param in the standard input, which only `serve` reads
  public static int run(String[] arguments, Host host, InputStream in) {
    return arguments.length > 0 && arguments[0].equals(Command.SERVE.word())
        ? serve(arguments, host, in)
        : new CommandLineInterface(host).watched(arguments).number();
  }

  private static int serve(String[] arguments, Host host, InputStream in) {
    TokenFile.of(host.environment()).forEach(host.secrets()::add);
    CommandLineInterface serving = new CommandLineInterface(ServeCommand.isolated(host));
    serving.client = new ServeCommand.Client(in, host.out());
    return serving.watched(arguments).number();
  }

  private ExitCode watched(String... arguments) {
    try (Watchdog guard = Watchdog.start(host.stop(), host.time(), this::lastLine)) {
      watchdog = guard;
      return run(arguments);
    } finally {
      host.stop().ended();
    }
  }

  /// Prints the last line of the log if the run does not end soon enough after a request to stop.
  /// The thread of the watchdog calls this method.
  private void lastLine(Stop.Reason reason) {
    console.failure(
        "The run did not end within 5 s of %s, so it is not known how far it got"
            .formatted(StopReport.words(reason)),
        "Run again: the next run finds out and continues; the lease expires within a minute",
        Watchdog.exitCode(reason).number(),
        Optional.empty());
  }

  /// Does what the arguments request, and reports every exception and error.
  private ExitCode run(String... arguments) {
    try {
      return switch (invocation(arguments)) {
        case Invocation.Print print -> print(print.text());
        case Invocation.Run run -> run(run);
      };
    } catch (RuntimeException | Error thrown) {
      return explain(thrown, Optional.empty());
    }
  }

  private static Invocation invocation(String... arguments) {
    return arguments.length == 0 ? new Invocation.Run(Map.of(), false) : Arguments.parse(arguments);
  }

  private ExitCode print(String text) {
    host.out().print(text);
    host.out().flush();
    return ExitCode.DONE;
  }

  private ExitCode run(Invocation.Run run) {
    Request request =
        new Request(host.environment(), run.options(), run.json(), host.currentDirectory());
    return client == null ? run(SettingsReader.read(request)) : serve(request, client);
  }

  private ExitCode serve(Request request, ServeCommand.Client connected) {
    ServeSettings settings = ServeSettings.read(request);
    debug = settings.debug();
    LibraryLogging.quiet();
    return end(ServeCommand.run(settings, host, connected, console));
  }

  private ExitCode run(Settings settings) {
    console = host.console(settings.output().logFormat());
    debug = settings.output().debug();
    if (debug) {
      LibraryLogging.to(console);
    } else {
      LibraryLogging.quiet();
    }
    Objects.requireNonNull(watchdog).limit(settings.apply().timeout());
    settings.warnings().forEach(console::warning);
    return end(conclusion(settings));
  }

  private ExitCode end(Conclusion conclusion) {
    host.out().flush();
    conclusion
        .failure()
        .ifPresentOrElse(
            failure -> explain(failure, conclusion.recorded()),
            () -> console.success(conclusion.sentence(), conclusion.recorded()));
    return conclusion.exitCode();
  }

  private Conclusion conclusion(Settings settings) {
    try (WaitReporter waits = new WaitReporter(host.time(), this::reportWait, this::reportCall)) {
      return Commands.body(settings.command()).run(settings, host.reporting(waits));
    } catch (RuntimeException failure) {
      return Conclusion.failure(failure);
    }
  }

  private void reportWait(String sentence) {
    console.info(sentence + ".");
  }

  private void reportCall(String sentence) {
    if (debug) {
      console.debugLine(sentence + ".");
    }
  }

  private ExitCode explain(Throwable thrown, Optional<RecordReference> recorded) {
    return thrown instanceof Failure failure
        ? explain(failure, recorded)
        : explainUnexpected(thrown, recorded);
  }

  private ExitCode explain(Failure failure, Optional<RecordReference> recorded) {
    failure.details().forEach(console::detail);
    if (debug) {
      console.trace(failure);
    }
    uselessRetry(failure.exitCode()).ifPresent(console::detail);
    console.failure(failure.description(), failure.action(), failure.exitCode().number(), recorded);
    return failure.exitCode();
  }

  /// Returns a sentence for a run that Cloud Run started because an earlier attempt failed, if it
  /// failed because of something that no attempt changes.
  private Optional<String> uselessRetry(ExitCode exitCode) {
    return switch (exitCode) {
      case INVALID, BLOCKED ->
          CloudRunTask.of(host.environment())
              .filter(CloudRunTask::isRetry)
              .map(
                  task ->
                      "This run is retry %d of the Cloud Run task, and a retry cannot help: it has the same files and variables."
                          .formatted(task.attempt()));
      default -> Optional.empty();
    };
  }

  private ExitCode explainUnexpected(Throwable unexpected, Optional<RecordReference> recorded) {
    if (debug) {
      console.trace(unexpected);
    }
    Optional<OutOfMemoryError> full = outOfMemory(unexpected);
    if (full.isPresent()) {
      console.failure(
          "Could not continue: " + full.get(),
          "Set HEAP to a larger size, such as 1g, give the step's docker service at least 300 MB more"
              + " than that, and run again",
          ExitCode.INTERNAL.number(),
          recorded);
      return ExitCode.INTERNAL;
    }
    console.failure(
        "Internal error: " + unexpected,
        debug
            ? "Report it with the lines above"
            : "Run the pipe again with DEBUG=true, and report the error with all lines of that log",
        ExitCode.INTERNAL.number(),
        recorded);
    return ExitCode.INTERNAL;
  }

  private static Optional<OutOfMemoryError> outOfMemory(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof OutOfMemoryError full) {
        return Optional.of(full);
      }
    }
    return Optional.empty();
  }
}
