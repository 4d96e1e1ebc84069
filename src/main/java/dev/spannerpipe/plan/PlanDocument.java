package dev.spannerpipe.plan;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The plan as data: the content of `plan.json`. Later versions may add members, but existing
/// members keep their name and meaning.
public final class PlanDocument {
  /// The number of the format, which changes when an existing member changes its meaning.
  public static final long FORMAT = 1;

  private PlanDocument() {}

  /// Returns the plan as a JSON object.
  ///
  /// @param database the full name of the database; empty if the plan was made without one
  public static JsonObject of(Plan plan, Optional<String> database) {
    return Json.object()
        .with("format", FORMAT)
        .with("database", database.<Json>map(JsonString::new).orElseGet(JsonNull::new))
        .with("dialect", plan.dialect().name())
        .with("sha256", plan.digest())
        .with("digested", plan.content().json())
        .with("applied", plan.applied())
        .with("schemaOperations", plan.schemaOperations())
        .with("pending", list(plan.pending(), PlanDocument::pending))
        .with("segments", list(plan.segments(), PlanDocument::segment))
        .with("unknown", list(plan.unknown(), PlanDocument::unknown))
        .with("outOfOrder", list(plan.outOfOrder(), PlanDocument::changeSet))
        .with("notices", Json.texts(plan.notices()))
        .with("dataLosses", list(plan.losses(), PlanDocument::loss))
        .with("definitionLosses", list(plan.definitionLosses(), PlanDocument::definitionLoss));
  }

  private static JsonObject pending(PlannedChangeSet planned) {
    ChangeSet changeSet = planned.changeSet();
    return changeSet(changeSet)
        .with("checksum", changeSet.checksum())
        .with("reason", word(planned.reason()))
        .with("firstStep", planned.firstStep())
        .with("steps", list(planned.steps(), PlanDocument::step))
        .with("precondition", changeSet.precondition().map(Precondition::text).orElse(null))
        .with(
            "preconditionInWords", changeSet.precondition().map(Precondition::words).orElse(null));
  }

  /// Returns the identity of a change set, and where it is.
  public static JsonObject changeSet(ChangeSet changeSet) {
    return identity(changeSet.identity())
        .with("file", changeSet.location().file())
        .with("line", changeSet.location().line());
  }

  /// Returns the identity of a change set.
  public static JsonObject identity(ChangeSetId id) {
    return Json.object().with("path", id.path()).with("id", id.id()).with("author", id.author());
  }

  private static JsonObject step(Step step) {
    return Json.object()
        .with("kind", word(step.kind()))
        .with("fromLiveSchema", new JsonBoolean(step instanceof Step.Live))
        .with("text", step.text())
        .with("file", step.location().file())
        .with("line", step.location().line());
  }

  /// Returns a data loss.
  public static JsonObject loss(DataLoss loss) {
    return identity(loss.changeSet())
        .with("kind", loss.kind().name())
        .with("object", loss.object())
        .with("file", loss.location().file())
        .with("line", loss.location().line())
        .with("text", loss.clause());
  }

  private static JsonObject definitionLoss(DefinitionLoss loss) {
    return identity(loss.changeSet())
        .with("object", loss.object())
        .with("file", loss.location().file())
        .with("line", loss.location().line())
        .with("text", loss.clause());
  }

  private static JsonObject segment(Segment segment) {
    return Json.object()
        .with("kind", word(segment.kind()))
        .with("slices", list(segment.slices(), PlanDocument::slice));
  }

  private static JsonObject slice(Slice slice) {
    return identity(slice.planned().changeSet().identity())
        .with("from", slice.from())
        .with("to", slice.to());
  }

  private static JsonObject unknown(HistoryRow row) {
    return identity(row.changeSet()).with("dateExecuted", row.dateExecuted().toString());
  }

  /// Returns an array with what the function makes of each value.
  public static <T> JsonArray list(List<T> values, Function<T, Json> toJson) {
    List<Json> items = new ArrayList<>(values.size());
    values.forEach(value -> items.add(toJson.apply(value)));
    return new JsonArray(items);
  }

  /// Returns the name of an enum constant in lowerCamelCase.
  public static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      word.append(
          word.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return word.toString();
  }
}
