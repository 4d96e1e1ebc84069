package dev.spannerpipe.report.review;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.text.Sha256;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes the ids of the annotations of one report: unique in the report, and the same in the next
/// report of the same finding. Not thread-safe.
final class ExternalIds {
  private final Map<String, Integer> used = new HashMap<>();

  /// Returns the next id: a prefix and a hash of what identifies the finding. Of several findings
  /// with the same id, the later ones have a number after it.
  ///
  /// @param prefix letters and digits
  String next(String prefix, List<String> parts) {
    String id = prefix + "-" + Sha256.of(Json.texts(parts).canonical()).substring(0, 32);
    int number = used.merge(id, 1, Integer::sum);
    return number == 1 ? id : id + "-" + number;
  }
}
