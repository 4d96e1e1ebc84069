package dev.spannerpipe;

import dev.spannerpipe.run.Host;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/// Ends the run in good order where SIGTERM, SIGINT or SIGHUP end the process.
///
/// A shutdown hook, which costs nothing at the start: a handler of `sun.misc.Signal` would be there
/// only by reflection, as the compiler's warning about that class cannot be suppressed, and making
/// its proxy takes longer than reading the settings. The hook does not learn which signal it was;
/// the thread in which Java handles it does, and has its name from it.
final class EndBySignal implements Runnable {
  private static final String HANDLER = " handler";

  private final Host host;
  private final CompletableFuture<Integer> exitCode;
  private final IntConsumer halt;

  /// @param exitCode of the run, once it has ended
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
    // Where it does not come, the run's own watchdog halts the process.
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
