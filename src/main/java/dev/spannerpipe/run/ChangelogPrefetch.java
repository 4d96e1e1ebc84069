package dev.spannerpipe.run;

import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.sql.Dialect;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Reads the changelog while the connection is being opened. The dialect is not known yet, so this
/// class assumes the dialect of most databases. Reading and connecting both load thousands of
/// classes, and run in parallel on two cores.
final class ChangelogPrefetch implements AutoCloseable {
  private static final Dialect EXPECTED = Dialect.GOOGLE_STANDARD_SQL;

  private final ChangelogReader reader;
  private final FutureTask<Changelog> reading;
  private final Thread thread;

  private ChangelogPrefetch(ChangelogSettings settings) {
    this.reader = new ChangelogReader(settings);
    this.reading = new FutureTask<>(() -> reader.read(EXPECTED));
    this.thread = Thread.ofPlatform().daemon().name("changelog").unstarted(reading);
  }

  /// Starts reading. If reading fails, [#read] throws the failure.
  static ChangelogPrefetch begin(ChangelogSettings settings) {
    ChangelogPrefetch ahead = new ChangelogPrefetch(settings);
    ahead.thread.start();
    return ahead;
  }

  /// Waits until the changelog has been read, and returns it for a database of this dialect. Throws
  /// the same failures as [ChangelogReader#read].
  Changelog read(Dialect dialect) {
    if (dialect != EXPECTED) {
      close();
      return reader.read(dialect);
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
