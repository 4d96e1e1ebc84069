package dev.spannerpipe.compare;

import java.io.IOException;
import java.io.OutputStream;

/// Where what is printed goes depends on who prints it: a thread may divert what it prints, and
/// what the threads print that it starts meanwhile; all other output goes on to one stream.
final class ThreadStream extends OutputStream {
  // One for each of the process's two streams, for good.
  @SuppressWarnings("ThreadLocalUsage")
  private final InheritableThreadLocal<OutputStream> own = new InheritableThreadLocal<>();

  private final OutputStream others;

  /// @param others gets what no thread diverts
  ThreadStream(OutputStream others) {
    this.others = others;
  }

  /// Diverts what this thread prints, until [#restore].
  void divert(OutputStream stream) {
    own.set(stream);
  }

  /// Lets what this thread prints go where that of all others goes.
  void restore() {
    own.remove();
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
