package dev.spannerpipe;

import dev.spannerpipe.run.Host;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/// Ends the run in an orderly way if SIGTERM, SIGINT or SIGHUP ends the process.
///
/// It is a shutdown hook because a shutdown hook adds nothing to the startup time. The alternative,
/// a handler of `sun.misc.Signal`, would slow down the startup: the handler would have to be
/// created by reflection, as a dynamic proxy, because the compiler's warning about that class
/// cannot be suppressed. A shutdown hook does not receive the signal. But Java handles each signal
/// in a thread that has the signal's name, such as `SIGTERM handler`.
final class EndBySignal implements Runnable {
  private static final String HANDLER = " handler";

  private final Host host;
  private final CompletableFuture<Integer> exitCode;
  private final IntConsumer halt;

  /// @param exitCode completes with the run's exit code when the run has ended
  /// @param halt ends the process at once with an exit code
  EndBySignal(Host host, CompletableFuture<Integer> exitCode, IntConsumer halt) {
    this.host = host;
    this.exitCode = exitCode;
    this.halt = halt;
  }

  @Override
  public void run() {
    Optional<String> signal = signal();
    if (signal.isEmpty() && exitCode.isDone()) {
      return;
    }
    if (signal.filter("SIGINT"::equals).isPresent()) {
      host.interrupt();
    } else {
      host.terminate();
    }
    // If the run does not end, the run's watchdog halts the process.
    halt.accept(exitCode.join());
  }

  private static Optional<String> signal() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("SIG") && name.endsWith(HANDLER))
        .map(name -> name.substring(0, name.length() - HANDLER.length()))
        .findFirst();
  }
}
