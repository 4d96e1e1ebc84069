package dev.spannerpipe.targets;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks whether a managed resource exists in the cloud as its specification says: it is ready, it
/// is synced, it is not being deleted, and its status belongs to its latest specification.
final class ResourceState {
  private static final List<String> REQUIRED = List.of("Ready", "Synced");
  private static final String GENERATION = "observedGeneration";

  private final ClusterObject object;
  private final TargetCollector found;
  private final List<JsonDocument> generations = new ArrayList<>();

  ResourceState(ClusterObject object, TargetCollector found) {
    this.object = object;
    this.found = found;
  }

  void check() {
    if (object.find("metadata", "deletionTimestamp").isPresent()) {
      found.problem(
          "has the " + object.label() + ", which is being deleted",
          "Use another resource, or write the file again once it was created anew");
    }
    object.find("status", GENERATION).ifPresent(generations::add);
    REQUIRED.forEach(this::checkCondition);
    checkGeneration();
  }

  private void checkCondition(String type) {
    Optional<ClusterObject> condition = condition(type);
    condition.flatMap(each -> each.find(GENERATION)).ifPresent(generations::add);
    String status = condition.flatMap(each -> each.text("status")).orElse("missing");
    if (!status.equals("True")) {
      found.problem(
          "has the %s, whose condition %s is %s%s"
              .formatted(
                  object.label(),
                  type,
                  SafeText.message(status),
                  condition.map(ResourceState::reason).orElse("")),
          "Run kubectl wait --for=condition=%s %s, and write the file again"
              .formatted(type, object.argument()));
    }
  }

  private Optional<ClusterObject> condition(String type) {
    for (JsonDocument each :
        object.find("status", "conditions").map(JsonDocument::elements).orElse(List.of())) {
      ClusterObject condition = new ClusterObject(each);
      if (condition.text("type").equals(Optional.of(type))) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }

  private static String reason(ClusterObject condition) {
    String reason = condition.text("reason").orElse("");
    String message = condition.text("message").map(text -> ": " + text).orElse("");
    String all = SafeText.message(reason + message);
    return all.isEmpty() ? "" : " (" + all + ")";
  }

  /// Compares the generation that the status belongs to with the latest one. Only newer providers
  /// write it.
  private void checkGeneration() {
    if (generations.isEmpty()) {
      found.warning(
          "has the %s without %s, so its status may belong to an earlier specification"
              .formatted(object.label(), GENERATION));
      return;
    }
    Optional<String> latest = object.find("metadata", "generation").map(JsonDocument::text);
    generations.stream()
        .map(JsonDocument::text)
        .filter(observed -> !latest.equals(Optional.of(observed)))
        .findFirst()
        .ifPresent(
            observed ->
                found.problem(
                    "has the %s, whose observedGeneration is %s, while metadata.generation is %s: its status belongs to an earlier specification"
                        .formatted(
                            object.label(),
                            SafeText.message(observed),
                            SafeText.message(latest.orElse("missing"))),
                    "Wait until the provider has handled the latest change of the resource, and"
                        + " write the file again"));
  }
}
