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

  @Test
  void keepsWhatItsThreadAndTheThreadsOfThatPrint() throws InterruptedException {
    PrintStream[] stream = new PrintStream[1];
    Thread owner =
        new Thread(
            () -> {
              stream[0] = ThreadStream.of(own, others);
              stream[0].print("owner ");
              Thread child = new Thread(() -> stream[0].print("child "));
              child.start();
              join(child);
            });
    owner.start();
    owner.join();

    stream[0].print("other");

    assertThat(own.toString(UTF_8)).isEqualTo("owner child ");
    assertThat(others.toString(UTF_8)).isEqualTo("other");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
