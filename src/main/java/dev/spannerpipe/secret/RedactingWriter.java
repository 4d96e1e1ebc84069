package dev.spannerpipe.secret;

import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;

/// Removes secrets from text and passes the rest on. This works even if a secret is written in
/// several pieces. Each line is passed on when it is complete. [#flush] passes on the part of an
/// unfinished line that cannot belong to a secret, and [#close] passes on the rest.
public final class RedactingWriter extends Writer {
  /// If an unfinished line is longer than this number of characters, a part of the line is passed
  /// on.
  private static final int LONGEST_LINE = 1 << 20;

  /// Matches a line in which a private key begins, unless a quote follows the begin marker. Such a
  /// quote ends the key in JSON.
  private static final Pattern KEY_BEGINS =
      Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"]*\\z");

  private static final Pattern KEY_ENDS = Pattern.compile("-----END [A-Z ]*PRIVATE KEY-----");

  /// Matches a line that may occur in the middle of a private key, according to RFC 7468 and RFC
  /// 1421.
  private static final Pattern KEY_GOES_ON =
      Pattern.compile("\\s*(?:[A-Za-z0-9+/=]*|(?:Proc-Type|DEK-Info): .*)\\s*");

  private final Writer out;
  private final Redaction redaction;
  private final StringBuilder line = new StringBuilder();
  private boolean inKey;

  /// Creates a writer that writes to `out`.
  public RedactingWriter(Writer out, Redaction redaction) {
    this.out = out;
    this.redaction = redaction;
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    synchronized (lock) {
      line.append(characters, offset, length);
      int last = length - 1;
      while (last >= 0 && characters[offset + last] != '\n') {
        last--;
      }
      if (last >= 0) {
        writeLines(line.length() - length + last + 1);
      }
      if (line.length() > LONGEST_LINE) {
        writeDecided(LONGEST_LINE / 2);
      }
    }
  }

  private void writeLines(int end) throws IOException {
    String whole = line.substring(0, end);
    line.delete(0, end);
    int start = 0;
    for (int next = whole.indexOf('\n'); next >= 0; next = whole.indexOf('\n', start)) {
      writeLine(whole.substring(start, next), "\n");
      start = next + 1;
    }
  }

  /// Removes the secrets from a line and writes the rest. All lines of a private key become one
  /// `***`. A key without an end marker ends before the first line that cannot belong to a key.
  private void writeLine(String text, String end) throws IOException {
    if (inKey && KEY_ENDS.matcher(text).find()) {
      inKey = false;
      return;
    }
    if (inKey && KEY_GOES_ON.matcher(text).matches()) {
      return;
    }
    inKey = KEY_BEGINS.matcher(text).find() && !KEY_ENDS.matcher(text).find();
    out.write(redaction.apply(text));
    out.write(end);
  }

  private void writeDecided(int mostUndecided) throws IOException {
    String text = line.toString();
    int undecided = inKey ? text.length() : redaction.undecided(text);
    int decided = redaction.cut(text, text.length() - Math.min(undecided, mostUndecided));
    out.write(redaction.apply(text.substring(0, decided)));
    line.delete(0, decided);
  }

  @Override
  public void flush() throws IOException {
    synchronized (lock) {
      if (!line.isEmpty()) {
        writeDecided(LONGEST_LINE);
      }
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      if (!line.isEmpty()) {
        writeLine(line.toString(), "");
        line.setLength(0);
      }
      out.close();
    }
  }
}
