package dev.spannerpipe.spanner;

import dev.spannerpipe.text.SafeText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The messages that an emulator process prints. A separate thread reads them, because a process
/// blocks when nobody reads its output and the buffer for the output is full. Thread-safe.
final class EmulatorOutput {
  /// The number of lines that are kept. More lines in a failure message would not help its reader.
  private static final int LINES = 20;

  private static final int CHARACTERS = 300;

  /// The line in which the emulator prints its address, with the port that the operating system
  /// chose.
  private static final Pattern ADDRESS =
      Pattern.compile("Server address: (?<address>127\\.0\\.0\\.1:\\d{1,5})\\s*$");

  private final Deque<String> lines = new ArrayDeque<>();
  private final CompletableFuture<Optional<String>> address = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);

  private EmulatorOutput() {}

  /// Starts the thread that reads the stream. The thread ends when the stream ends.
  static EmulatorOutput of(InputStream stream) {
    EmulatorOutput output = new EmulatorOutput();
    Thread.ofPlatform().daemon().name("emulator-output").start(() -> output.read(stream));
    return output;
  }

  /// Waits until the emulator prints its address. Returns empty if the emulator's output ends
  /// without an address, or if the limit is reached.
  Optional<String> address(Duration limit) {
    try {
      return address.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Returns whether the output has ended. The process has then usually ended too.
  boolean isOver() {
    return over.getCount() == 0;
  }

  /// Waits until the output has been read to its end, so that [#lines] includes the last line of a
  /// process that has ended. The wait has a limit, because a child of the process may keep the
  /// output open.
  void awaitEnd(Duration limit) {
    try {
      boolean _ = over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns the last lines of the output, each shortened.
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private void read(InputStream stream) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException _) {
      // The process has ended.
    } finally {
      over.countDown();
      address.complete(Optional.empty());
    }
  }

  private void add(String line) {
    synchronized (lines) {
      lines.addLast(SafeText.shortened(line, CHARACTERS));
      if (lines.size() > LINES) {
        lines.removeFirst();
      }
    }
    Matcher matcher = ADDRESS.matcher(line);
    if (matcher.find()) {
      address.complete(Optional.of(matcher.group("address")));
    }
  }
}
