package dev.spannerpipe.serve;

import dev.spannerpipe.json.JsonObject;
import java.util.List;

/// What a tool found, before it is cleaned and cut to a size.
///
/// @param facts what the answer says at the beginning of each page
/// @param items the list that is cut into pages; all of it, in order
/// @param offset the index of the first item that the client requested, from 0
record Answer(JsonObject facts, List<JsonObject> items, int offset) {
  Answer {
    items = List.copyOf(items);
  }
}
