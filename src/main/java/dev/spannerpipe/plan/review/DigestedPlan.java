package dev.spannerpipe.plan.review;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.plan.ChangeSetId;
import java.util.List;
import java.util.function.Function;

/// What the digest of a plan covers, read from the JSON of [dev.spannerpipe.plan.PlanContent].
/// Somebody may have edited the JSON, so a member that is missing or has another type counts as
/// empty.
record DigestedPlan(String dialect, String precondition, List<Entry> changeSets) {
  /// A change set.
  record Entry(
      ChangeSetId identity, String checksum, String precondition, List<Statement> statements) {}

  /// A statement of a change set.
  ///
  /// @param transaction the number of the statement's transaction within the change set; 0 if there
  ///   is none
  /// @param protoDescriptors the SHA-256 of the descriptors; empty if there are none
  record Statement(String kind, String text, long transaction, String protoDescriptors) {}

  static DigestedPlan of(JsonObject json) {
    return new DigestedPlan(
        text(json, "dialect"),
        text(json, "precondition"),
        list(json, "changeSets", DigestedPlan::entry));
  }

  private static Entry entry(JsonObject json) {
    return new Entry(
        identity(json),
        text(json, "checksum"),
        text(json, "precondition"),
        list(json, "steps", DigestedPlan::statement));
  }

  private static Statement statement(JsonObject json) {
    return new Statement(
        text(json, "kind"),
        text(json, "text"),
        json.values().get("transaction") instanceof JsonNumber(long number) ? number : 0,
        text(json, "protoDescriptors"));
  }

  static ChangeSetId identity(JsonObject json) {
    return new ChangeSetId(text(json, "path"), text(json, "id"), text(json, "author"));
  }

  static String text(JsonObject json, String name) {
    return json.values().get(name) instanceof JsonString(String text) ? text : "";
  }

  /// Returns the items of a list that are objects, converted by the function.
  static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> conversion) {
    return json.items(name).stream()
        .map(DigestedPlan::object)
        .filter(item -> !item.values().isEmpty())
        .map(conversion)
        .toList();
  }

  private static JsonObject object(Json item) {
    return item instanceof JsonObject object ? object : Json.object();
  }
}
