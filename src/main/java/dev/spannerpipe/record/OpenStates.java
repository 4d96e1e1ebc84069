package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import java.util.ArrayList;
import java.util.List;

/// States of a workflow in which something is open. None at all is null in the record.
///
/// @param shown their paths; where there are very many, the last item says how many more
public record OpenStates(List<String> shown) {
  private static final int MOST = 20;

  /// Copies the list.
  public OpenStates {
    shown = List.copyOf(shown);
  }

  /// Keeps the first of the paths: a Map may have thousands of open states; a line of a log cannot.
  public static OpenStates of(List<String> paths) {
    if (paths.size() <= MOST) {
      return new OpenStates(paths);
    }
    List<String> shown = new ArrayList<>(paths.subList(0, MOST));
    shown.add("and " + (paths.size() - MOST) + " more");
    return new OpenStates(shown);
  }

  Json toJson() {
    return shown.isEmpty() ? new JsonNull() : Json.texts(shown);
  }
}
