package dev.spannerpipe.run;

import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.sql.Dialect;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// Reads the changelog while the connection is being opened. The dialect is not known yet, so the
/// caller says which one to expect. Reading and connecting both load thousands of classes, and run
/// in parallel on two cores.
final class ChangelogPrefetch<T> implements AutoCloseable {

  private final Dialect expected;
  private final Function<Dialect, T> reader;
  private final FutureTask<T> reading;
  private final Thread thread;

  private ChangelogPrefetch(Dialect expected, Function<Dialect, T> reader) {
    this.expected = expected;
    this.reader = reader;
    this.reading = new FutureTask<>(() -> reader.apply(expected));
    this.thread = Thread.ofPlatform().daemon().name("changelog").unstarted(reading);
  }

  /// Starts reading. If reading fails, [#read] throws the failure.
  ///
  /// @param expected the dialect that is probably that of the database
  /// @param reader reads the changelog for a database of a dialect
  static <T> ChangelogPrefetch<T> begin(Dialect expected, Function<Dialect, T> reader) {
    ChangelogPrefetch<T> ahead = new ChangelogPrefetch<>(expected, reader);
    ahead.thread.start();
    return ahead;
  }

  /// Starts reading for a database of the dialect that most databases have.
  static ChangelogPrefetch<Changelog> begin(ChangelogSettings settings) {
    return begin(Dialect.GOOGLE_STANDARD_SQL, new ChangelogReader(settings)::read);
  }

  /// Waits until the changelog has been read, and returns it for a database of this dialect. Throws
  /// the same failures as [ChangelogReader#read].
  T read(Dialect dialect) {
    if (dialect != expected) {
      close();
      return reader.apply(dialect);
    }
    try {
      return reading.get();
    } catch (ExecutionException problem) {
      if (problem.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(problem.getCause());
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /// Waits until reading has ended. For most changelogs, this takes a second or two at most.
  @Override
  public void close() {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static InterruptedWaitException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new InterruptedWaitException(cause);
  }
}
