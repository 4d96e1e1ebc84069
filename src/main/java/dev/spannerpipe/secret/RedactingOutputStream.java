package dev.spannerpipe.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/// An output stream that removes secrets as [RedactingWriter] does. The bytes that it receives and
/// the bytes that it passes on are UTF-8. Thread-safe.
public final class RedactingOutputStream extends OutputStream {
  private final Writer writer;
  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer bytes = ByteBuffer.allocate(8192);
  private final CharBuffer characters = CharBuffer.allocate(8192);

  /// Creates a stream that writes to `out`.
  public RedactingOutputStream(OutputStream out, Redaction redaction) {
    this.writer = new RedactingWriter(new OutputStreamWriter(out, UTF_8), redaction);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] source, int offset, int length) throws IOException {
    int end = offset + length;
    for (int next = offset; next < end; ) {
      int part = Math.min(end - next, bytes.remaining());
      bytes.put(source, next, part);
      decode(false);
      next += part;
    }
  }

  private void decode(boolean last) throws IOException {
    bytes.flip();
    decoder.decode(bytes, characters, last);
    bytes.compact();
    characters.flip();
    writer.append(characters);
    characters.clear();
  }

  @Override
  public synchronized void flush() throws IOException {
    writer.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    decode(true);
    writer.close();
  }
}
