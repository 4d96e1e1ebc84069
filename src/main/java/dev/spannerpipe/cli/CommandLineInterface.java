package dev.spannerpipe.cli;

import dev.spannerpipe.config.Request;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.config.SettingsReader;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import java.util.List;
import java.util.Map;

/// The whole pipe, from arguments and environment to exit code and last line.
public final class CommandLineInterface {
  private final Host host;
  private final Console console;
  private boolean debug;

  private CommandLineInterface(Host host) {
    this.host = host;
    this.console = new Console(host.err());
    this.debug = "true".equals(host.environment().get("DEBUG"));
  }

  /// Runs the pipe and returns the number to end the process with. Throws nothing.
  public static int run(String[] arguments, Host host) {
    return new CommandLineInterface(host).run(arguments).number();
  }

  /// The one place where failures end.
  private ExitCode run(String... arguments) {
    try {
      return switch (invocation(arguments)) {
        case Invocation.Print print -> print(print.text());
        case Invocation.Run run -> run(run);
      };
    } catch (Failure failure) {
      return explain(failure);
    } catch (RuntimeException | Error unexpected) {
      return explain(unexpected);
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
    Settings settings =
        SettingsReader.read(
            new Request(host.environment(), run.options(), run.json(), host.currentDirectory()));
    debug = settings.output().debug();
    if (debug) {
      LibraryLogging.to(host.err());
    } else {
      LibraryLogging.quiet();
    }
    settings.warnings().forEach(warning -> console.line("WARNING: " + warning));
    ExitCode exitCode = Commands.body(settings.command()).run(settings, host);
    host.out().flush();
    return exitCode;
  }

  private ExitCode explain(Failure failure) {
    List<String> details = failure.details();
    details.forEach(detail -> console.line("  " + detail));
    if (debug) {
      console.trace(failure);
    }
    console.failure(failure.description(), failure.action());
    return failure.exitCode();
  }

  private ExitCode explain(Throwable unexpected) {
    if (debug) {
      console.trace(unexpected);
    }
    console.failure(
        "Internal error: " + unexpected,
        debug
            ? "Report it with the lines above"
            : "Run it again with DEBUG=true and report what it prints");
    return ExitCode.INTERNAL;
  }
}
