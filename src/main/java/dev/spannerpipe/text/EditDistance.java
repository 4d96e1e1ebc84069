package dev.spannerpipe.text;

/// Counts how many characters have to be added, removed or replaced to turn one word into another
/// (Levenshtein distance).
public final class EditDistance {
  private EditDistance() {}

  /// Returns the distance, from 0 to the length of the longer word.
  public static int between(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= left.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int replaced = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[right.length()];
  }
}
