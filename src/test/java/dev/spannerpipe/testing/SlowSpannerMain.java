package dev.spannerpipe.testing;

import dev.spannerpipe.run.SystemTime;
import java.io.IOException;
import java.time.Duration;

/// A [SlowSpanner] as a process of its own, for programs that are measured. It prints its address,
/// then answers each line of its input with the counts of its calls since the line before, and ends
/// with its input.
public final class SlowSpannerMain {
  private SlowSpannerMain() {}

  /// Arguments: the emulator's `host:port`, milliseconds for each operation and for each statement.
  @SuppressWarnings("SystemOut") // A process of its own.
  public static void main(String[] arguments) throws IOException {
    Pace pace = Pace.of(millis(arguments[1]), millis(arguments[2]));
    try (SlowSpanner spanner = SlowSpanner.inFrontOf(arguments[0], pace)) {
      SystemTime time = new SystemTime();
      System.out.println(spanner.address());
      for (int read = System.in.read(); read >= 0; read = System.in.read()) {
        if (read == '\n') {
          System.out.println(spanner.counts() + " after " + time.elapsed().toMillis() + " ms");
          spanner.forgetCalls();
        }
      }
    }
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
