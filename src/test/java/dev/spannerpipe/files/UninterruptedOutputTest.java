package dev.spannerpipe.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UninterruptedOutputTest {
  @TempDir private Path folder;

  @Test
  void anInterruptedThreadWritesOnAndStaysInterrupted() throws IOException {
    Path file = folder.resolve("record.jsonl");
    boolean interrupted;
    // What Files.newOutputStream opens is never closed by an interrupt; what a directory opens is.
    try (OutputStream out =
        new UninterruptedOutput(
            Channels.newOutputStream(
                Files.newByteChannel(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)))) {
      out.write("before\n".getBytes(UTF_8));
      Thread.currentThread().interrupt();
      out.write("while\n".getBytes(UTF_8));
      interrupted = Thread.interrupted();
      out.write("after\n".getBytes(UTF_8));
    }

    assertThat(interrupted).isTrue();
    assertThat(file).hasContent("before\nwhile\nafter\n");
  }
}
