package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an intent stores about its statements. An intent is the row in which a run announces
/// statements. The run writes it before it sends the statements, or, for data changes, in the same
/// transaction.
///
/// @param statements all statements, in order; for data changes, the mark of each statement (see
///   [dev.spannerpipe.plan.Cursor#mark])
/// @param slices the parts of the intent, one for each change set, in the order of the statements
/// @param protoDescriptors the SHA-256 of the proto descriptors that are sent with the statements;
///   null if there are none
record IntentContent(
    List<String> statements, List<IntentSlice> slices, @Nullable String protoDescriptors) {
  IntentContent(List<String> statements, List<IntentSlice> slices) {
    this(statements, slices, null);
  }

  IntentContent {
    statements = List.copyOf(statements);
    slices = List.copyOf(slices);
  }

  JsonObject toJson() {
    JsonObject json =
        Json.object()
            .with("statements", Json.texts(statements))
            .with("slices", new JsonArray(slices.stream().<Json>map(IntentSlice::toJson).toList()));
    return protoDescriptors == null ? json : json.with("protoDescriptors", protoDescriptors);
  }

  static IntentContent of(Intent intent) {
    JsonObject json = intent.content();
    return new IntentContent(
        json.texts("statements"),
        json.items("slices").stream().map(IntentSlice::parse).toList(),
        json.text("protoDescriptors").orElse(null));
  }

  /// Returns each statement with its source location.
  ///
  /// @param kind the kind of all statements of the intent, as in
  ///   [dev.spannerpipe.sql.StatementKind]
  List<LocatedStatement> places(String kind) {
    List<LocatedStatement> places = new ArrayList<>();
    for (IntentSlice slice : slices) {
      for (int i = 0; i < slice.statements().size(); i++) {
        places.add(
            new LocatedStatement(
                slice.changeSet(),
                slice.locationOf(i),
                kind,
                statements.get(places.size()),
                slice.countBefore() + (slice.live() == null ? i : 0) + 1,
                slice.stepCount()));
      }
    }
    return places;
  }
}
