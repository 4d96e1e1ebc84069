package dev.spannerpipe.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/// Reads the lines of the client's stream. Each line is one message. A line that is too long, or
/// not UTF-8, is skipped up to its end, so that the lines after it can still be read.
final class InputLines {
  /// The maximum number of bytes of a line, without its end.
  static final int LONGEST = 1 << 20;

  private final InputStream in;

  InputLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /// A line of the stream.
  sealed interface Line {
    /// A line that could be read; without its end.
    record Text(String text) implements Line {}

    /// A line of more than [#LONGEST] bytes.
    record TooLong() implements Line {}

    /// A line that is not UTF-8.
    record NotText() implements Line {}
  }

  /// Returns the next line; empty at the end of the stream. The last line needs no end.
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long length = 0;
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      length++;
      if (length <= LONGEST) {
        line.write(next);
      }
    }
    return Optional.of(length > LONGEST ? new Line.TooLong() : decoded(line.toByteArray()));
  }

  private static Line decoded(byte[] bytes) {
    try {
      return new Line.Text(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return new Line.NotText();
    }
  }
}
