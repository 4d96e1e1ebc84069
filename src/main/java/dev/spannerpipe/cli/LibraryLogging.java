package dev.spannerpipe.cli;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Keeps what libraries log off the console, unless somebody is looking for a fault.
final class LibraryLogging {
  /// The libraries' loggers are only weakly reachable; this one must not lose its setting.
  private static final Logger ROOT = Logger.getLogger("");

  private LibraryLogging() {}

  static void quiet() {
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.OFF);
  }

  /// Sends all from level INFO to the writer.
  static void to(PrintWriter writer) {
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.INFO);
    ROOT.addHandler(new WriterHandler(writer));
  }

  private static final class WriterHandler extends Handler {
    private final PrintWriter writer;

    WriterHandler(PrintWriter writer) {
      this.writer = writer;
      setFormatter(new SimpleFormatter());
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        writer.print(getFormatter().format(record));
        writer.flush();
      }
    }

    @Override
    public void flush() {
      writer.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }
}
