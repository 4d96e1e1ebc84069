package dev.spannerpipe.run;

import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Stop;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Work on a thread of its own, so that the caller can end the run in good order even where the
/// work hangs in something that nothing interrupts, such as a regular expression.
///
/// There is still one thread at a time: the caller waits, and where it does not wait to the end,
/// [Stop] keeps the other one from calling anybody.
final class Supervision {
  /// As much as the main thread of a process has.
  private static final long STACK = 8L << 20;

  private Supervision() {}

  /// Does the work and returns its result, or throws what it throws. From then on only this thread
  /// may call services.
  ///
  /// @throws InterruptedWaitException where the run is to end and the work did not end in time
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

  /// Does the work of a command that changes nothing.
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
