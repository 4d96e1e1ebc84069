package dev.spannerpipe.targets;

import java.util.List;
import java.util.Optional;

/// Reads the names of one managed resource of Crossplane. A name comes from the annotation that
/// holds the name in the cloud, or from what the provider observed there. `metadata.name` is never
/// used: it is the name in the cluster, and Crossplane generates it for a composed resource.
final class ManagedResource {
  private static final String NAME = "crossplane.io/external-name";

  private final ClusterObject object;
  private final TargetCollector found;

  ManagedResource(ClusterObject object, TargetCollector found) {
    this.object = object;
    this.found = found;
  }

  /// Adds the names of a database, and reports what speaks against using it. The names are added in
  /// any case, so that no message says that they are missing.
  void readDatabase() {
    ResourceState.ofCrossplane(object, found).check();
    observed(TargetVariable.PROJECT, "project");
    observed(TargetVariable.SPANNER_INSTANCE, "instance");
    externalName(TargetVariable.SPANNER_DATABASE);
    rejectState("state", "CREATING");
    SecondWriter.checkCrossplane(object, found);
  }

  /// Does the same for an instance.
  void readInstance() {
    ResourceState.ofCrossplane(object, found).check();
    observed(TargetVariable.PROJECT, "project");
    externalName(TargetVariable.SPANNER_INSTANCE);
    rejectState("state", "CREATING");
  }

  /// Does the same for a state machine.
  void readStateMachine() {
    ResourceState.ofCrossplane(object, found).check();
    observed(TargetVariable.STATE_MACHINE_ARN, "arn");
    object
        .text("spec", "forProvider", "region")
        .ifPresent(region -> add(TargetVariable.AWS_DEFAULT_REGION, region));
    rejectState("status", "DELETING");
    if (object.text("status", "atProvider", "type").equals(Optional.of("EXPRESS"))) {
      found.problem(
          "has the " + object.label() + ", whose type is EXPRESS",
          "Use a state machine of the type STANDARD: a start of an Express workflow that was"
              + " interrupted cannot be told from one that never happened");
    }
  }

  private void externalName(TargetVariable variable) {
    add(variable, object.text("metadata", "annotations", NAME), "the annotation " + NAME);
  }

  private void observed(TargetVariable variable, String member) {
    add(variable, object.text("status", "atProvider", member), "status.atProvider." + member);
  }

  private void add(TargetVariable variable, Optional<String> value, String place) {
    if (value.isPresent()) {
      add(variable, value.get());
    } else {
      found.problem(
          "has the %s without %s".formatted(object.label(), place),
          "Wait until the provider has written it, and write the file again");
    }
  }

  private void add(TargetVariable variable, String value) {
    found.add(variable, List.of(value), object.label());
  }

  private void rejectState(String member, String rejected) {
    if (object.text("status", "atProvider", member).equals(Optional.of(rejected))) {
      found.problem(
          "has the %s, whose status.atProvider.%s is %s"
              .formatted(object.label(), member, rejected),
          "Write the file again once the provider reports another state");
    }
  }
}
