package dev.spannerpipe.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.Step;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the lines of a cursor by the format's definition, not by the engine's code.
final class CursorLines {
  private static final Pattern FOLD = Pattern.compile("… (\\d+) statements by (\\d+), SHA-256 .*");

  private CursorLines() {}

  /// Returns how many steps the lines stand for.
  static int count(List<String> lines) {
    return lines.stream().mapToInt(CursorLines::count).sum();
  }

  private static int count(String line) {
    Matcher fold = FOLD.matcher(line);
    return fold.matches() ? Integer.parseInt(fold.group(1)) : 1;
  }

  /// Returns whether the lines stand for the first of these steps.
  static boolean fit(List<String> lines, List<Step> steps) {
    int from = 0;
    for (String line : lines) {
      int to = from + count(line);
      if (to > steps.size() || !line(line, steps.subList(from, to)).equals(line)) {
        return false;
      }
      from = to;
    }
    return true;
  }

  private static String line(String line, List<Step> steps) {
    Matcher fold = FOLD.matcher(line);
    return fold.matches()
        ? folded(steps, Integer.parseInt(fold.group(2)))
        : Cursor.mark(steps.getFirst());
  }

  private static String folded(List<Step> steps, int size) {
    List<String> lines = new ArrayList<>();
    int part = steps.size() / size;
    for (int i = 0; i < size; i++) {
      List<Step> some = steps.subList(i * part, (i + 1) * part);
      lines.add(part == 1 ? Cursor.mark(some.getFirst()) : folded(some, size));
    }
    return "… %d statements by %d, SHA-256 %s"
        .formatted(steps.size(), size, sha256(Json.texts(lines).canonical()));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
