package dev.spannerpipe.cli;

import dev.spannerpipe.report.Console;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Keeps the log messages of libraries off the console, except for debugging.
final class LibraryLogging {
  /// Loggers are only weakly reachable; these must not lose their settings.
  private static final Logger ROOT = Logger.getLogger("");

  private static final Logger OWN = Logger.getLogger("dev.spannerpipe");

  private LibraryLogging() {}

  static void quiet() {
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.OFF);
  }

  /// Sends warnings to the console. Messages of level INFO are about the libraries themselves; the
  /// run reports the pipe's own requests.
  static void to(Console console) {
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.WARNING);
    OWN.setLevel(Level.INFO);
    ROOT.addHandler(new ConsoleHandler(console));
  }

  private static final class ConsoleHandler extends Handler {
    private final Console console;

    ConsoleHandler(Console console) {
      this.console = console;
      setFormatter(new SimpleFormatter());
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        console.debug(getFormatter().format(record));
      }
    }

    @Override
    public void flush() {
      // Each line is flushed when it is written.
    }

    @Override
    public void close() {
      // The streams belong to the process.
    }
  }
}
