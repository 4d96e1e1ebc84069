package dev.spannerpipe.cli;

import dev.spannerpipe.report.Console;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Decides which log messages of libraries reach the console: none or, with `DEBUG`, only warnings.
final class LibraryLogging {
  /// The JDK keeps only weak references to loggers. These fields keep the loggers and their levels
  /// alive.
  private static final Logger ROOT = Logger.getLogger("");

  private static final Logger OWN = Logger.getLogger("dev.spannerpipe");

  private LibraryLogging() {}

  static void quiet() {
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.OFF);
  }

  /// Sends warnings to the console, and the pipe's own messages of level INFO. INFO messages of
  /// libraries are dropped, because they are about the inner work of the libraries.
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
