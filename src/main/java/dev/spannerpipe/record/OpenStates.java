package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import java.util.ArrayList;
import java.util.List;

/// The states of a workflow in which work is in progress. The record stores an empty list as null.
///
/// @param shown the paths of the states; if there are more than 20, the last item is a text such as
///   `and 5 more`
public record OpenStates(List<String> shown) {
  private static final int MOST = 20;

  public OpenStates {
    shown = List.copyOf(shown);
  }

  /// Returns the states with these paths, but shows at most 20, because one line of the log has no
  /// room for the thousands of open states that a Map state may have.
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
