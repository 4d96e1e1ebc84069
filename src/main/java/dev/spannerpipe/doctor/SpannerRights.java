package dev.spannerpipe.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which permissions a run needs on its database, and how to grant what is missing.
///
/// @param project of the instance
/// @param identity whom to grant it to: an e-mail address, or a principal
public record SpannerRights(String project, String instance, String database, String identity) {
  /// What `apply` needs.
  public static final List<String> APPLY =
      List.of(
          "spanner.databases.get",
          "spanner.databases.getDdl",
          "spanner.databases.updateDdl",
          "spanner.databases.select",
          "spanner.databases.read",
          "spanner.databases.write",
          "spanner.databases.beginReadOnlyTransaction",
          "spanner.databases.beginOrRollbackReadWriteTransaction",
          "spanner.databases.beginPartitionedDmlTransaction",
          "spanner.databaseOperations.get",
          "spanner.databaseOperations.list",
          "spanner.sessions.create");

  /// Says what the service answered.
  ///
  /// @param held the permissions that the identity has; empty where the service does not say
  public void examine(Optional<Set<String>> held, LiveFindings.Collector findings) {
    if (held.isEmpty()) {
      findings.note(Link.SPANNER, "this Spanner does not tell permissions, as an emulator");
      return;
    }
    List<String> missing =
        APPLY.stream().filter(permission -> !held.get().contains(permission)).toList();
    if (missing.isEmpty()) {
      findings.note(Link.SPANNER, identity + " has all that apply needs");
    } else {
      findings.broken(
          Link.SPANNER,
          "%s may not do on %s: %s".formatted(identity, database, String.join(", ", missing)),
          gcloud(),
          terraform());
    }
  }

  private Mend gcloud() {
    return new Mend(
        Mend.Tool.GCLOUD,
        "gcloud spanner databases add-iam-policy-binding %s --instance=%s --project=%s --member='%s' --role=roles/spanner.databaseUser"
            .formatted(database, instance, project, member()));
  }

  private Mend terraform() {
    return new Mend(
        Mend.Tool.TERRAFORM,
        """
        resource "google_spanner_database_iam_member" "spanner_pipe" {
          project  = "%s"
          instance = "%s"
          database = "%s"
          role     = "roles/spanner.databaseUser"
          member   = "%s"
        }"""
            .formatted(project, instance, database, member()));
  }

  private String member() {
    return identity.contains("@") ? "serviceAccount:" + identity : identity;
  }
}
