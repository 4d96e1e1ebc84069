package dev.spannerpipe.run;

import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Stop;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Runs the work of a command on a separate thread, so that the calling thread can still end the
/// run properly if the work hangs in code that ignores interrupts, such as a regular expression.
///
/// Only one thread is active at a time, because the caller waits for the work. If the caller stops
/// waiting early, [Stop] keeps the abandoned thread from calling any service.
final class Supervision {
  /// The stack size in bytes: the usual size of a process's main thread.
  private static final long STACK = 8L << 20;

  private Supervision() {}

  /// Runs the work on another thread and returns the result, or throws what the work threw.
  /// Afterwards, only the calling thread may call services.
  ///
  /// @throws InterruptedWaitException if a stop of the run was requested and the work did not end
  ///   in time, or if the calling thread was interrupted
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

  /// Runs the work of a command that changes nothing. If the work fails after a request to stop the
  /// run, throws a failure that reports that nothing was changed.
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
