package dev.spannerpipe.endtoend;

import dev.spannerpipe.cli.CommandLineInterface;
import dev.spannerpipe.run.Host;
import dev.spannerpipe.run.SystemTime;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The pipe's process as [dev.spannerpipe.Main] begins it. At its end it also prints which threads
/// are in native code and stay there: those that the Java VM waits for before it exits.
public final class ThreadsMain {
  /// What the last line begins with; the list of names follows.
  static final String LAST_LINE = "In native code: ";

  /// The pipe's threads that wait for the network. They may need a moment to end.
  private static final List<String> ENDING = List.of("spanner-channels", "HttpClient-");

  /// Threads that run short tasks and wait for the next one outside of native code. On a busy
  /// machine one of them may just be in a native method of a task, which it leaves at once.
  private static final String WORKERS = "grpc-default-executor-";

  /// Much more than the moment, for a machine that stalls.
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private ThreadsMain() {}

  /// Runs the pipe, and ends the process with its exit code.
  public static void main(String[] arguments) throws InterruptedException {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Host host =
        new Host(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            err,
            new SystemTime(),
            new SecureRandom(),
            Runtime.getRuntime()::halt);
    CountDownLatch printed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> terminate(host, printed)));
    int code = CommandLineInterface.run(arguments, host, InputStream.nullInputStream());
    err.println(LAST_LINE + inNativeCode());
    printed.countDown();
    System.exit(code);
  }

  private static void terminate(Host host, CountDownLatch printed) {
    host.terminate();
    try {
      printed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> inNativeCode() throws InterruptedException {
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      if (ENDING.stream().anyMatch(each.getKey().getName()::startsWith)) {
        each.getKey().join(MOMENT);
      }
    }
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> isInNativeCode(each.getKey(), each.getValue()))
        .map(each -> each.getKey().getName())
        .sorted()
        .toList();
  }

  /// Threads that sleep, park or wait for a monitor have other states, and hold nothing up. Nor
  /// does the VM wait for itself.
  private static boolean isInNativeCode(Thread thread, StackTraceElement... stack) {
    return thread.getState() == Thread.State.RUNNABLE
        && stack.length > 0
        && stack[0].isNativeMethod()
        && thread != Thread.currentThread()
        && !thread.getName().startsWith(WORKERS)
        && !thread.getName().equals("Reference Handler");
  }
}
