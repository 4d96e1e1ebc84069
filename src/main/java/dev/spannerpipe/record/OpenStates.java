package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import java.util.ArrayList;
import java.util.List;

/// The states of a workflow in which work is in progress. The record stores an empty list as null.
///
/// @param shown the paths of the states; if there are too many, the last item tells how many more
///   there are
public record OpenStates(List<String> shown) {
  private static final int MOST = 20;

  public OpenStates {
    shown = List.copyOf(shown);
  }

  /// Returns these paths, but at most 20. A Map state may have thousands of open states, too many
  /// for one line of the log.
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
