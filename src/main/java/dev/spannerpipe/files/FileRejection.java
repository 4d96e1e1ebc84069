package dev.spannerpipe.files;

import java.io.IOException;

/// The pipe refuses to read or write a file, although the operating system would allow it. The
/// message is the reason, as a clause that can follow a colon, such as `it is a symbolic link`.
public final class FileRejection extends IOException {
  private static final long serialVersionUID = 1L;

  FileRejection(String reason) {
    super(reason);
  }

  /// Returns the reason, as a clause.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
