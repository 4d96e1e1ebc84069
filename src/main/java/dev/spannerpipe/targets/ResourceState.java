package dev.spannerpipe.targets;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks whether a managed resource exists in the cloud as its specification says: it is ready and
/// in sync, it is not being deleted, and its status belongs to its latest specification.
final class ResourceState {
  private static final String GENERATION = "observedGeneration";

  /// The reason that Config Connector gives for `Ready` if the resource is as its specification
  /// says. Crossplane has a condition of its own for this, `Synced`.
  private static final String UP_TO_DATE = "UpToDate";

  private final ClusterObject object;
  private final TargetCollector found;
  private final List<String> required;
  private final Optional<String> reason;
  private final List<JsonDocument> generations = new ArrayList<>();

  private ResourceState(
      ClusterObject object, TargetCollector found, List<String> required, Optional<String> reason) {
    this.object = object;
    this.found = found;
    this.required = required;
    this.reason = reason;
  }

  static ResourceState ofCrossplane(ClusterObject object, TargetCollector found) {
    return new ResourceState(object, found, List.of("Ready", "Synced"), Optional.empty());
  }

  static ResourceState ofConfigConnector(ClusterObject object, TargetCollector found) {
    return new ResourceState(object, found, List.of("Ready"), Optional.of(UP_TO_DATE));
  }

  void check() {
    if (object.find("metadata", "deletionTimestamp").isPresent()) {
      found.problem(
          "has the " + object.label() + ", which is being deleted",
          "Use another resource, or write the file again once it was created anew");
    }
    object.find("status", GENERATION).ifPresent(generations::add);
    required.forEach(this::checkCondition);
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
    } else {
      checkReason(type, condition.flatMap(each -> each.text("reason")));
    }
  }

  private void checkReason(String type, Optional<String> given) {
    if (reason.isPresent() && !reason.equals(given)) {
      found.problem(
          "has the %s, whose condition %s has the reason %s instead of %s"
              .formatted(
                  object.label(), type, SafeText.message(given.orElse("missing")), reason.get()),
          "Run kubectl describe %s to see what keeps it, and write the file again"
              .formatted(object.argument()));
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
