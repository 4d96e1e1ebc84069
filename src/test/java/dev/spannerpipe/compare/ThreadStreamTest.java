package dev.spannerpipe.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/// What plain Liquibase prints is kept apart from what other tests print meanwhile.
class ThreadStreamTest {
  private final ByteArrayOutputStream own = new ByteArrayOutputStream();
  private final ByteArrayOutputStream others = new ByteArrayOutputStream();
  private final ThreadStream stream = new ThreadStream(others);
  private final PrintStream printer = new PrintStream(stream, true, UTF_8);

  @Test
  void divertsWhatItsThreadAndTheThreadsOfThatPrint() throws InterruptedException {
    Thread owner =
        new Thread(
            () -> {
              stream.divert(own);
              printer.print("owner ");
              Thread child = new Thread(() -> printer.print("child "));
              child.start();
              join(child);
              stream.restore();
              printer.print("again ");
            });
    owner.start();
    owner.join();

    printer.print("other");

    assertThat(own.toString(UTF_8)).isEqualTo("owner child ");
    assertThat(others.toString(UTF_8)).isEqualTo("again other");
  }

  @Test
  void keepsTwoThreadsApart() throws InterruptedException {
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    stream.divert(own);
    Thread other =
        new Thread(
            () -> {
              stream.divert(second);
              printer.print("second");
            });
    other.start();
    other.join();

    printer.print("first");

    assertThat(own.toString(UTF_8)).isEqualTo("first");
    assertThat(second.toString(UTF_8)).isEqualTo("second");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
