package dev.spannerpipe.plan.review;

import dev.spannerpipe.text.SafeText;
import java.util.regex.Pattern;

/// Shows two different texts on one line, shortened around the first difference.
///
/// @param reviewed the reviewed text
/// @param actual the text of this run
record TextDifference(String reviewed, String actual) {
  /// The number of characters that are shown before and after the difference.
  private static final int CONTEXT = 25;

  /// The same if characters are shown with escapes, which take more room.
  private static final int ESCAPED_CONTEXT = 10;

  /// The maximum number of characters of a text that are shown.
  private static final int LONGEST = 80;

  /// A difference that looks like one. All others, such as two kinds of white space or two letters
  /// that look the same, are shown with escapes.
  private static final Pattern VISIBLE = Pattern.compile("[!-~]*");

  /// Returns both texts as a clause, such as "is `…`, but the reviewed plan has `…`".
  String clause() {
    int start = commonStart();
    int end = commonEnd(start);
    boolean visible = isVisible(reviewed, start, end) && isVisible(actual, start, end);
    return "is %s, but the reviewed plan has %s"
        .formatted(shown(actual, start, end, visible), shown(reviewed, start, end, visible));
  }

  private int commonStart() {
    int most = Math.min(reviewed.length(), actual.length());
    int start = 0;
    while (start < most && reviewed.charAt(start) == actual.charAt(start)) {
      start++;
    }
    return start > 0 && Character.isHighSurrogate(reviewed.charAt(start - 1)) ? start - 1 : start;
  }

  /// Returns the number of equal characters at the ends of both texts.
  private int commonEnd(int start) {
    int most = Math.min(reviewed.length(), actual.length()) - start;
    int end = 0;
    while (end < most
        && reviewed.charAt(reviewed.length() - 1 - end)
            == actual.charAt(actual.length() - 1 - end)) {
      end++;
    }
    return end > 0 && Character.isLowSurrogate(reviewed.charAt(reviewed.length() - end))
        ? end - 1
        : end;
  }

  private static boolean isVisible(String text, int start, int end) {
    return VISIBLE.matcher(text.substring(start, text.length() - end)).matches();
  }

  private static String shown(String text, int start, int end, boolean visible) {
    int context = visible ? CONTEXT : ESCAPED_CONTEXT;
    int from = moved(text, start, -context);
    int to = Math.min(moved(text, text.length() - end, context), moved(text, from, LONGEST));
    String part = text.substring(from, to);
    String before = from > 0 ? "…" : "";
    String after = to < text.length() ? "…" : "";
    return visible
        ? "`" + before + SafeText.line(part) + after + "`"
        : before + SafeText.quoted(part) + after;
  }

  /// Returns the index that is this number of code points away, at most at an end of the text.
  private static int moved(String text, int index, int codePoints) {
    return codePoints < 0
        ? text.codePointCount(0, index) < -codePoints
            ? 0
            : text.offsetByCodePoints(index, codePoints)
        : text.codePointCount(index, text.length()) < codePoints
            ? text.length()
            : text.offsetByCodePoints(index, codePoints);
  }
}
