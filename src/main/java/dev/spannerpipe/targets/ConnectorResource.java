package dev.spannerpipe.targets;

import dev.spannerpipe.text.SafeText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the names of one resource of Config Connector. The name in the cloud is `spec.resourceID`,
/// or else `metadata.name`: Config Connector uses the name in the cluster unless it is told
/// otherwise.
///
/// Source:
/// <https://cloud.google.com/config-connector/docs/reference/resource-docs/spanner/spannerdatabase>.
///
/// @param found receives the names, and what speaks against using them
record ConnectorResource(ClusterObject object, TargetCollector found) {
  private static final String PROJECT_ID = "cnrm.cloud.google.com/project-id";
  private static final int LONGEST_NAME = 100;
  private static final Pattern INSTANCE_PATH =
      Pattern.compile("projects/([^/]+)/instances/([^/]+)");

  /// Adds the names of a database, also of one that cannot be used.
  ///
  /// @param instance the instance of the same list, to which the database may refer
  void readDatabase(Optional<ClusterObject> instance) {
    ResourceState.ofConfigConnector(object, found).check();
    project();
    addName(TargetVariable.SPANNER_DATABASE);
    readReference(instance);
    SecondWriter.checkConfigConnector(object, found);
  }

  /// Does the same for an instance.
  void readInstance() {
    ResourceState.ofConfigConnector(object, found).check();
    project();
    addName(TargetVariable.SPANNER_INSTANCE);
  }

  private void project() {
    Optional<String> project = object.text("metadata", "annotations", PROJECT_ID);
    if (project.isPresent()) {
      found.add(TargetVariable.PROJECT, project.get(), object.label());
    } else {
      found.problem(
          "has the %s without the annotation %s, so its project is that of its namespace, which the file does not show"
              .formatted(object.label(), PROJECT_ID),
          "Set the annotation on the object, and write the file again");
    }
  }

  private void addName(TargetVariable variable) {
    name(object)
        .ifPresentOrElse(
            name -> found.add(variable, name, object.label()),
            () ->
                found.problem(
                    "has the " + object.label(),
                    "Write the whole object, as kubectl get -o json prints it"));
  }

  private static Optional<String> name(ClusterObject resource) {
    return resource.text("spec", "resourceID").or(() -> resource.text("metadata", "name"));
  }

  private void readReference(Optional<ClusterObject> instance) {
    Optional<String> external = object.text("spec", "instanceRef", "external");
    if (external.isPresent()) {
      readPath(external.get());
      return;
    }
    Optional<String> referred = object.text("spec", "instanceRef", "name");
    Optional<String> name =
        instance
            .filter(each -> referred.isPresent() && refersTo(each, referred.get()))
            .flatMap(ConnectorResource::name);
    if (name.isPresent()) {
      found.add(TargetVariable.SPANNER_INSTANCE, name.get(), object.label());
    } else {
      found.problem(
          "has the %s, but not the SpannerInstance %sthat its spec.instanceRef names"
              .formatted(object.label(), referred.map(text -> shown(text) + " ").orElse("")),
          "Write both objects, as in kubectl get spannerdatabases,spannerinstances -o json");
    }
  }

  /// Returns whether the reference means this instance. Without a namespace, it means that of the
  /// database.
  private boolean refersTo(ClusterObject instance, String name) {
    Optional<String> namespace =
        object
            .text("spec", "instanceRef", "namespace")
            .or(() -> object.text("metadata", "namespace"));
    return instance.text("metadata", "name").equals(Optional.of(name))
        && instance.text("metadata", "namespace").equals(namespace);
  }

  /// An instance outside of the cluster is given by its name, or by its path.
  private void readPath(String external) {
    Matcher path = INSTANCE_PATH.matcher(external);
    if (path.matches()) {
      found.add(TargetVariable.PROJECT, path.group(1), object.label());
      found.add(TargetVariable.SPANNER_INSTANCE, path.group(2), object.label());
    } else {
      found.add(TargetVariable.SPANNER_INSTANCE, external, object.label());
    }
  }

  private static String shown(String name) {
    return SafeText.line(name, LONGEST_NAME);
  }
}
