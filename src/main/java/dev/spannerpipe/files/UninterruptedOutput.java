package dev.spannerpipe.files;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/// Writes to a file, and keeps the file open even if the calling thread is interrupted.
///
/// The pipe interrupts the thread of a run that has to stop. But a Java channel closes when an
/// interrupted thread writes to it, so the last events of the run would be lost. This class
/// therefore lets another thread, which nobody interrupts, write the bytes while the caller waits.
/// The caller's interrupt flag stays set. Not thread-safe.
final class UninterruptedOutput extends OutputStream {
  private final OutputStream out;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("file-writer").unstarted(task));

  UninterruptedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    try {
      await(
          writer.submit(
              () -> {
                out.write(copy);
                return null;
              }));
    } catch (RejectedExecutionException closed) {
      throw new IOException("the file is closed", closed);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
    out.close();
  }

  private static void await(Future<?> written) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          written.get();
          return;
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException failure) {
          throw failure.getCause() instanceof IOException problem
              ? problem
              : new IOException(failure.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
