package dev.spannerpipe.targets;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads one object of a Kubernetes cluster, or a list of them. Reads the Spanner databases and
/// instances of Crossplane and Config Connector, and Crossplane's state machines, at most one of
/// each. Other objects are ignored.
final class ClusterObjects {
  private static final int LONGEST_VERSION = 100;

  private final TargetCollector found;

  ClusterObjects(TargetCollector found) {
    this.found = found;
  }

  /// Returns whether a JSON object is an object of a cluster.
  static boolean isClusterObject(JsonDocument document) {
    return document.member("apiVersion").flatMap(JsonDocument::string).isPresent()
        && document.member("kind").flatMap(JsonDocument::string).isPresent();
  }

  void read(JsonDocument document) {
    Map<ManagedKind, List<ClusterObject>> byKind = new EnumMap<>(ManagedKind.class);
    for (JsonDocument item : items(document)) {
      ClusterObject object = new ClusterObject(item);
      kind(object)
          .ifPresent(kind -> byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(object));
    }
    byKind.forEach((kind, objects) -> read(kind, objects, instance(byKind)));
  }

  /// Returns the instance of Config Connector to which a database may refer.
  private static Optional<ClusterObject> instance(Map<ManagedKind, List<ClusterObject>> byKind) {
    return byKind.getOrDefault(ManagedKind.CONNECTOR_INSTANCE, List.of()).stream().findFirst();
  }

  private List<JsonDocument> items(JsonDocument document) {
    Optional<JsonDocument> items = document.member("items").filter(JsonDocument::isArray);
    if (items.isEmpty()) {
      return List.of(document);
    }
    List<JsonDocument> objects = new ArrayList<>();
    items.get().elements().forEach(objects::add);
    if (objects.isEmpty()) {
      found.problem(
          "has a list without objects",
          "Check the context, the namespace and the names that kubectl get was called with");
    }
    return objects;
  }

  /// Returns the kind of an object that names a target; empty for any other object. Reports an
  /// object of which this version of the pipe does not know how to read it.
  private Optional<ManagedKind> kind(ClusterObject object) {
    Optional<ManagedKind> kind = ManagedKind.of(object.kind());
    if (kind.isEmpty()) {
      return kind;
    }
    List<String> versions = kind.get().versions(object.group());
    if (versions.contains(object.version())) {
      return kind;
    }
    String what =
        "has the %s of %s, which the pipe does not read"
            .formatted(object.label(), SafeText.line(object.apiVersion(), LONGEST_VERSION));
    if (versions.isEmpty()) {
      found.warning(what);
    } else {
      found.problem(
          what,
          "Write it as %s/%s, as in kubectl get %s.%s.%s -o json"
              .formatted(
                  object.group(),
                  versions.getLast(),
                  object.kind().toLowerCase(Locale.ROOT),
                  versions.getLast(),
                  object.group()));
    }
    return Optional.empty();
  }

  private void read(
      ManagedKind kind, List<ClusterObject> objects, Optional<ClusterObject> instance) {
    if (objects.size() > 1) {
      found.problem(
          "has %d objects of the kind %s: %s"
              .formatted(
                  objects.size(),
                  kind.word(),
                  objects.stream().map(ClusterObject::label).collect(Collectors.joining(", "))),
          "Write only the one that belongs to this deployment, as in kubectl get %s -o json"
              .formatted(objects.getFirst().argument()));
      return;
    }
    ClusterObject object = objects.getFirst();
    switch (kind) {
      case DATABASE -> new ManagedResource(object, found).readDatabase();
      case INSTANCE -> new ManagedResource(object, found).readInstance();
      case STATE_MACHINE -> new ManagedResource(object, found).readStateMachine();
      case CONNECTOR_DATABASE -> new ConnectorResource(object, found).readDatabase(instance);
      case CONNECTOR_INSTANCE -> new ConnectorResource(object, found).readInstance();
    }
  }
}
