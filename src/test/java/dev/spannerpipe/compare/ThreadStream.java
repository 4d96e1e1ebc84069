package dev.spannerpipe.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// Where what is printed goes depends on who prints it: of the thread that made it, and of those
/// that this thread starts, to one stream; of all others, to another.
final class ThreadStream extends OutputStream {
  // One for each stream: it ends with the stream.
  @SuppressWarnings("ThreadLocalUsage")
  private final InheritableThreadLocal<OutputStream> own = new InheritableThreadLocal<>();

  private final OutputStream others;

  private ThreadStream(OutputStream own, OutputStream others) {
    this.own.set(own);
    this.others = others;
  }

  static PrintStream of(OutputStream own, OutputStream others) {
    return new PrintStream(new ThreadStream(own, others), true, UTF_8);
  }

  private OutputStream target() {
    OutputStream target = own.get();
    return target == null ? others : target;
  }

  @Override
  public void write(int value) throws IOException {
    target().write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    target().write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    target().flush();
  }
}
