package dev.spannerpipe.targets;

import dev.spannerpipe.json.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rejects a database whose schema its provider writes, too.
final class SecondWriter {
  /// Where the providers of Crossplane and Config Connector have the list `ddl`.
  private static final List<List<String>> PARENTS =
      List.of(
          List.of("spec", "forProvider"),
          List.of("spec", "initProvider"),
          List.of("spec"),
          List.of("status", "atProvider"),
          List.of("status"));

  private SecondWriter() {}

  /// Rejects a database of Crossplane. Upbound's provider executes statements that are appended to
  /// `ddl`. For any other change of the list, its plan marks the database for recreation.
  static void checkCrossplane(ClusterObject database, TargetCollector found) {
    List<String> places = places(database);
    if (!places.isEmpty() && mayUpdate(database)) {
      found.problem(
          "has the %s with %s, so the provider writes the schema, too: it executes appended statements, and if another statement changes or is removed, its plan can recreate the database, which drops all data"
              .formatted(database.label(), String.join(" and ", places)),
          "Set spec.managementPolicies to [\"Observe\", \"Create\", \"LateInitialize\"] first, leave"
              + " ddl unchanged until that is in effect, and write the file again");
    }
  }

  /// Rejects a database of Config Connector, which has nothing that would keep it from changes.
  static void checkConfigConnector(ClusterObject database, TargetCollector found) {
    List<String> places = places(database);
    if (!places.isEmpty()) {
      found.problem(
          "has the %s with %s, so Config Connector writes the schema, too, with statements that the changelog does not have"
              .formatted(database.label(), String.join(" and ", places)),
          "Set the annotation cnrm.cloud.google.com/deletion-policy to abandon first, delete the"
              + " object, which leaves the database, create it again without ddl, and write the"
              + " file again");
    }
  }

  private static List<String> places(ClusterObject database) {
    return PARENTS.stream()
        .filter(parent -> hasStatements(database, parent))
        .map(SecondWriter::name)
        .toList();
  }

  private static boolean hasStatements(ClusterObject database, List<String> parent) {
    List<String> path = new ArrayList<>(parent);
    path.add("ddl");
    return database
        .find(path.toArray(String[]::new))
        .filter(ddl -> !ddl.isArray() || ddl.elements().iterator().hasNext())
        .isPresent();
  }

  private static String name(List<String> parent) {
    return String.join(".", parent) + ".ddl";
  }

  /// Returns whether the provider may change the database. Without policies, it may do everything.
  private static boolean mayUpdate(ClusterObject database) {
    Optional<JsonDocument> policies = database.find("spec", "managementPolicies");
    if (policies.filter(JsonDocument::isArray).isEmpty()) {
      return true;
    }
    for (JsonDocument policy : policies.get().elements()) {
      if (!policy.string().filter(SecondWriter::isHarmless).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHarmless(String policy) {
    return !policy.equals("*") && !policy.equals("Update");
  }
}
