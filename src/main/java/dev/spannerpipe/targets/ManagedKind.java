package dev.spannerpipe.targets;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kinds of objects in a cluster that name a target: Crossplane's managed resources, and those
/// of Config Connector.
enum ManagedKind {
  /// A Spanner database.
  DATABASE("Database"),
  /// A Spanner instance.
  INSTANCE("Instance"),
  /// A state machine of AWS Step Functions.
  STATE_MACHINE("StateMachine"),
  /// A Spanner database of Config Connector.
  CONNECTOR_DATABASE("SpannerDatabase"),
  /// A Spanner instance of Config Connector.
  CONNECTOR_INSTANCE("SpannerInstance");

  /// The API groups of Upbound's provider for Spanner, each with its versions. The group with an
  /// `m` is that of namespaced resources.
  private static final Map<String, List<String>> SPANNER =
      Map.of(
          "spanner.gcp.upbound.io", List.of("v1beta1", "v1beta2"),
          "spanner.gcp.m.upbound.io", List.of("v1beta1"));

  /// The same of the provider for Step Functions.
  private static final Map<String, List<String>> STEP_FUNCTIONS =
      Map.of(
          "sfn.aws.upbound.io", List.of("v1beta1", "v1beta2"),
          "sfn.aws.m.upbound.io", List.of("v1beta1"));

  /// The same of Config Connector.
  private static final Map<String, List<String>> CONFIG_CONNECTOR =
      Map.of("spanner.cnrm.cloud.google.com", List.of("v1beta1"));

  private final String word;

  ManagedKind(String word) {
    this.word = word;
  }

  /// Returns the kind with this name; empty if there is none.
  static Optional<ManagedKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  /// Returns the name of the kind, such as `StateMachine`.
  String word() {
    return word;
  }

  /// Returns the supported versions of an API group; empty if the group has no such kind.
  List<String> versions(String group) {
    Map<String, List<String>> groups =
        switch (this) {
          case DATABASE, INSTANCE -> SPANNER;
          case STATE_MACHINE -> STEP_FUNCTIONS;
          case CONNECTOR_DATABASE, CONNECTOR_INSTANCE -> CONFIG_CONNECTOR;
        };
    return groups.getOrDefault(group, List.of());
  }
}
