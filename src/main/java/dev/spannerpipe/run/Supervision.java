package dev.spannerpipe.run;

import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Stop;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Runs work on its own thread, so that the caller can end the run in order. This works even if the
/// work hangs in code that ignores interrupts, such as a regular expression.
///
/// Only one thread is active at a time, because the caller waits for the work. If the caller stops
/// waiting early, [Stop] keeps the abandoned thread from calling any service.
final class Supervision {
  /// The stack size in bytes, which is that of a process's main thread.
  private static final long STACK = 8L << 20;

  private Supervision() {}

  /// Does the work and returns its result, or throws the exception of the work. Afterwards, only
  /// the current thread may call services.
  ///
  /// @throws InterruptedWaitException if the run is stopped and the work does not end in time
  static <T> T run(Stop stop, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = Thread.ofPlatform().daemon().name("run").stackSize(STACK).unstarted(task);
    stop.work(thread, () -> task.cancel(true));
    thread.start();
    try {
      return task.get();
    } catch (CancellationException _) {
      throw new InterruptedWaitException();
    } catch (ExecutionException failure) {
      throw unwrapped(failure);
    } catch (InterruptedException interruption) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(interruption);
    } finally {
      stop.takeOver();
    }
  }

  /// Does the work of a command that changes nothing. If the run is stopped, throws a failure that
  /// reports that nothing was changed.
  static <T> T reading(Stop stop, Supplier<T> work) {
    try {
      return run(stop, work);
    } catch (RuntimeException thrown) {
      throw stop.requested()
          .<RuntimeException>map(reason -> StopReport.ofReading(reason, thrown))
          .orElse(thrown);
    }
  }

  private static RuntimeException unwrapped(ExecutionException failure) {
    return switch (failure.getCause()) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failure);
    };
  }
}
