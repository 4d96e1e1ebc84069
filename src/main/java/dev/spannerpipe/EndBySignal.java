package dev.spannerpipe;

import dev.spannerpipe.run.Host;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/// Ends the run in order if SIGTERM, SIGINT or SIGHUP ends the process.
///
/// This is a shutdown hook, which adds nothing to the startup time. A handler of `sun.misc.Signal`
/// would need reflection, because the compiler's warning about that class cannot be suppressed.
/// Creating the handler's proxy takes longer than reading the settings. The hook does not receive
/// the signal, but Java handles each signal in a thread that has the signal's name.
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
