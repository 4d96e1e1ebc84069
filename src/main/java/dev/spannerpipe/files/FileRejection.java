package dev.spannerpipe.files;

import java.io.IOException;

/// A file that the pipe refuses to read or write, although the operating system would allow it. The
/// message is the reason, in words that can follow a colon: `it is a symbolic link`.
public final class FileRejection extends IOException {
  private static final long serialVersionUID = 1L;

  FileRejection(String reason) {
    super(reason);
  }

  /// Returns the reason.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
