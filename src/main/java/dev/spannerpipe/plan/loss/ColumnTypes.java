package dev.spannerpipe.plan.loss;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the types of columns.
final class ColumnTypes {
  private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");

  private ColumnTypes() {}

  /// Returns whether a column of the old type may hold values that do not fit the new type. If the
  /// types differ only in their length, only a shorter length narrows. Any other difference counts
  /// as narrowing, because its effect is not known.
  static boolean narrows(String oldType, String newType) {
    String from = fold(oldType);
    String to = fold(newType);
    if (from.equals(to)) {
      return false;
    }
    return !base(from).equals(base(to)) || length(to) < length(from);
  }

  private static String fold(String type) {
    String folded = type.toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
    return folded.replace("charactervarying", "varchar").replace("0x", "");
  }

  private static String base(String type) {
    return type.replaceAll("\\((max|\\d+)\\)", "").replace("text", "varchar");
  }

  private static long length(String type) {
    Matcher matcher = LENGTH.matcher(type);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
  }
}
