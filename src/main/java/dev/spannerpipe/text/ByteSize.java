package dev.spannerpipe.text;

import java.util.List;
import java.util.Locale;

/// Formats sizes for people.
public final class ByteSize {
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  private ByteSize() {}

  /// Returns the number of bytes in the largest unit that gives at least 1: `512 bytes`, `1 KiB`,
  /// `12.3 GiB`.
  ///
  /// @param bytes at least 0
  public static String words(long bytes) {
    if (bytes < 1024) {
      return English.count(bytes, "byte");
    }
    double size = bytes / 1024.0;
    int unit = 0;
    // A size that would be rounded up to 1024 is 1 of the next unit.
    while (size >= 1023.95) {
      size /= 1024;
      unit++;
    }
    String number = String.format(Locale.ROOT, "%.1f", size);
    return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
        + " "
        + UNITS.get(unit);
  }
}
