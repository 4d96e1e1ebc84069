package dev.spannerpipe.report;

import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A table in plain text. Each column is as wide as its widest cell, with two spaces between
/// columns.
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... titles) {
    row(titles);
  }

  /// Adds a row, which must have as many cells as there are titles.
  public void row(String... cells) {
    rows.add(Arrays.stream(cells).map(SafeText::line).toList());
  }

  /// Returns the table, one line per row.
  public String text() {
    List<Integer> widths = widths();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column));
        line.append(" ".repeat(widths.get(column) - row.get(column).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private List<Integer> widths() {
    return IntStream.range(0, rows.getFirst().size())
        .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
        .boxed()
        .toList();
  }
}
