package dev.spannerpipe.plan;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.text.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The content of a cursor (the database row that records how far a half-finished change set got):
/// lines that identify the steps that were executed. A later run compares these lines with the
/// steps that the change set has then. The content always fits into one cell of a table.
///
/// The latest steps have one line each, see [Cursor#mark]. Older lines are folded: one line
/// replaces a fixed number of lines. It contains the number of steps that these lines represent,
/// and the SHA-256 of the lines. Folded lines are folded again in the same way. A cursor therefore
/// grows only with the logarithm of the number of steps, and is small enough to be read in every
/// transaction. No statement begins like a folded line. An older version of the pipe, which does
/// not know folded lines, therefore takes a folded line for a changed statement and stops.
public final class Marks {
  private static final Pattern FOLD =
      Pattern.compile("… (\\d{1,9}) statements by (\\d{1,9}), SHA-256 [0-9a-f]{64}");

  private Marks() {}

  /// A line of a cursor that does not match the current steps.
  ///
  /// @param from the index of the first step that the line represents, from 0
  /// @param to the index after the last step that the line represents
  /// @param then the line in the cursor
  /// @param now the line that the current steps would give; `(nothing)` if there are not enough
  ///   steps
  record Difference(int from, int to, String then, String now) {}

  /// Returns the lines of a cursor after more steps were executed: adds one line for each of these
  /// steps, and folds older lines.
  ///
  /// @param size the number of lines that are folded into one; at least 2
  public static List<String> extended(List<String> marks, List<Step> more, int size) {
    List<String> all = new ArrayList<>(marks);
    for (Step step : more) {
      all.add(Cursor.mark(step));
      fold(all, size);
    }
    return List.copyOf(all);
  }

  /// If at least `2 * size` consecutive lines represent equally many steps each, replaces the first
  /// `size` of them with one line. The latest steps therefore always have one line each.
  private static void fold(List<String> all, int size) {
    int end = all.size();
    boolean full = true;
    while (full) {
      int count = count(all.get(end - 1));
      int start = end;
      while (start > 0 && count(all.get(start - 1)) == count) {
        start--;
      }
      full = end - start >= 2 * size;
      if (full) {
        List<String> oldest = all.subList(start, start + size);
        String fold = folded(oldest, count * size, size);
        oldest.clear();
        all.add(start, fold);
        end = start + 1;
      }
    }
  }

  private static String folded(List<String> lines, int count, int size) {
    String digest = Sha256.of(Json.texts(lines).canonical());
    return "… " + count + " statements by " + size + ", SHA-256 " + digest;
  }

  /// Returns how many steps the lines represent.
  public static int count(List<String> marks) {
    return marks.stream().mapToInt(Marks::count).sum();
  }

  private static int count(String mark) {
    Matcher fold = FOLD.matcher(mark);
    return mark.startsWith("…") && fold.matches() ? Integer.parseInt(fold.group(1)) : 1;
  }

  /// Returns the first line that does not match these steps; empty if all lines match.
  static Optional<Difference> firstDifference(List<String> marks, List<Step> steps) {
    int from = 0;
    for (String then : marks) {
      int to = from + count(then);
      String now = to <= steps.size() ? now(then, steps.subList(from, to)) : "(nothing)";
      if (!now.equals(then)) {
        return Optional.of(new Difference(from, to, then, now));
      }
      from = to;
    }
    return Optional.empty();
  }

  /// Returns the line that these steps would give now, folded in the same way as the line `then`.
  private static String now(String then, List<Step> steps) {
    Matcher fold = FOLD.matcher(then);
    return then.startsWith("…") && fold.matches()
        ? refolded(steps, Integer.parseInt(fold.group(2)))
        : Cursor.mark(steps.getFirst());
  }

  private static String refolded(List<Step> steps, int size) {
    int part = Math.max(1, steps.size() / Math.max(2, size));
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < steps.size(); from += part) {
      List<Step> some = steps.subList(from, Math.min(from + part, steps.size()));
      lines.add(part == 1 ? Cursor.mark(some.getFirst()) : refolded(some, size));
    }
    return folded(lines, steps.size(), size);
  }
}
