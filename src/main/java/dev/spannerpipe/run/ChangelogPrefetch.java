package dev.spannerpipe.run;

import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.sql.Dialect;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A changelog that is read while the connection is made, for the dialect that most databases have.
/// Both load some thousand classes, and neither needs the other where there are two cores.
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

  /// Begins to read. What goes wrong is said by [#read].
  static ChangelogPrefetch begin(ChangelogSettings settings) {
    ChangelogPrefetch ahead = new ChangelogPrefetch(settings);
    ahead.thread.start();
    return ahead;
  }

  /// Returns the changelog for a database of this dialect, once it is read. Throws what
  /// [ChangelogReader#read] throws.
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

  /// Waits until no file is read any more; reading takes a second or two at most.
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
