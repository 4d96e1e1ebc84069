package dev.spannerpipe.cli;

import dev.spannerpipe.report.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A table in plain text: columns as wide as they must be, two blanks between them.
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... titles) {
    row(titles);
  }

  /// Adds a row, which has as many cells as there are titles.
  void row(String... cells) {
    rows.add(Arrays.stream(cells).map(Words::oneLine).toList());
  }

  /// Returns the table, a line for each row.
  String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column));
        line.append(" ".repeat(width(column) - row.get(column).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
