package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.json.JsonObject;
import java.util.List;
import java.util.Map;

/// What Google's roles for databases hold, as far as they are about databases.
///
/// @see <a href="https://cloud.google.com/iam/docs/roles-permissions/spanner">the roles</a>
final class SpannerRoles {
  private static final List<String> READER =
      List.of(
          "spanner.databases.beginReadOnlyTransaction",
          "spanner.databases.getDdl",
          "spanner.databases.partitionQuery",
          "spanner.databases.partitionRead",
          "spanner.databases.read",
          "spanner.databases.select",
          "spanner.sessions.create",
          "spanner.sessions.delete",
          "spanner.sessions.get",
          "spanner.sessions.list");
  private static final List<String> USER =
      List.of(
          "spanner.databaseOperations.cancel",
          "spanner.databaseOperations.get",
          "spanner.databaseOperations.list",
          "spanner.databases.beginOrRollbackReadWriteTransaction",
          "spanner.databases.beginPartitionedDmlTransaction",
          "spanner.databases.beginReadOnlyTransaction",
          "spanner.databases.getDdl",
          "spanner.databases.partitionQuery",
          "spanner.databases.partitionRead",
          "spanner.databases.read",
          "spanner.databases.select",
          "spanner.databases.updateDdl",
          "spanner.databases.write",
          "spanner.sessions.create",
          "spanner.sessions.delete",
          "spanner.sessions.get",
          "spanner.sessions.list");
  private static final Map<String, List<String>> ROLES =
      Map.of("roles/spanner.databaseReader", READER, "roles/spanner.databaseUser", USER);

  private SpannerRoles() {}

  /// Returns what a database's policy gives to a member.
  static List<String> held(JsonObject policy, String member) {
    return policy.items("bindings").stream()
        .map(JsonObject.class::cast)
        .filter(binding -> binding.texts("members").contains(member))
        .flatMap(binding -> ROLES.get(binding.text("role").orElseThrow()).stream())
        .distinct()
        .toList();
  }
}
