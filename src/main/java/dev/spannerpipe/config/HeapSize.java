package dev.spannerpipe.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The size of the Java heap in megabytes. Java needs it before it starts, so the entry script
/// `pipe/spanner-pipe` reads the same sizes and passes on no others. This class reports, together
/// with all other problems, what the script left aside.
final class HeapSize {
  static final ValueType<Integer> TYPE = ValueType.ofText("size", (text, _) -> parse(text));

  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})([mg])");
  private static final int SMALLEST = 128;

  /// Above 32 GB Java would not use the AOT cache.
  private static final int LARGEST = 16 * 1024;

  private HeapSize() {}

  private static int parse(String text) throws InvalidValueException {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (size.matches()) {
      int megabytes = Integer.parseInt(size.group(1)) * (size.group(2).equals("g") ? 1024 : 1);
      if (megabytes >= SMALLEST && megabytes <= LARGEST) {
        return megabytes;
      }
    }
    throw new InvalidValueException(
        "is not a size from 128m to 16g", "Write it in megabytes or gigabytes, as in 512m or 2g");
  }
}
