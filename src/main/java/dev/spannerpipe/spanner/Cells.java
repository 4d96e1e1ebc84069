package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Struct;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Converts the values of a row to text.
final class Cells {
  private Cells() {}

  /// Returns the values in the order of the columns. Bytes are base64, and arrays look like
  /// `[a,b]`.
  static List<@Nullable String> texts(Struct row) {
    List<@Nullable String> texts = new ArrayList<>(row.getColumnCount());
    for (int column = 0; column < row.getColumnCount(); column++) {
      texts.add(row.isNull(column) ? null : row.getValue(column).getAsString());
    }
    return texts;
  }
}
