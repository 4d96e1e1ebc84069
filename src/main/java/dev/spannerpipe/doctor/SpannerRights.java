package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.finding.CommandText;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LiveFindings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The permissions that a run needs on its database, and the commands that grant missing
/// permissions.
///
/// @param project the Google Cloud project of the instance
/// @param identity the identity of the run, as messages show it
/// @param member the identity of the run as a member of an IAM policy, such as `serviceAccount:…`
public record SpannerRights(
    String project, String instance, String database, String identity, String member) {
  /// The permissions that `apply` needs. `roles/spanner.databaseUser` includes all of them.
  public static final List<String> APPLY =
      List.of(
          "spanner.databases.getDdl",
          "spanner.databases.updateDdl",
          "spanner.databases.select",
          "spanner.databases.read",
          "spanner.databases.write",
          "spanner.databases.beginReadOnlyTransaction",
          "spanner.databases.beginOrRollbackReadWriteTransaction",
          "spanner.databases.beginPartitionedDmlTransaction",
          "spanner.databaseOperations.get",
          "spanner.sessions.create");

  /// The permission to read when the database was created. The creation time distinguishes a
  /// restored copy from the original database.
  private static final String CREATION = "spanner.databases.get";

  /// Returns the permissions that `doctor` checks.
  public static List<String> requiredPermissions() {
    return Stream.concat(APPLY.stream(), Stream.of(CREATION)).toList();
  }

  /// Records in `findings` which permissions are missing.
  ///
  /// @param held the permissions that the identity has; empty if Spanner does not report
  ///   permissions
  public void examine(Optional<Set<String>> held, LiveFindings.Collector findings) {
    if (held.isEmpty()) {
      findings.unknown(
          Link.SPANNER, "the service does not report permissions, as is usual for emulators");
      return;
    }
    List<String> missing =
        APPLY.stream().filter(permission -> !held.get().contains(permission)).toList();
    if (missing.isEmpty()) {
      findings.note(Link.SPANNER, identity + " has every permission that apply needs");
      if (!held.get().contains(CREATION)) {
        findings.note(
            Link.SPANNER,
            "without %s, the pipe cannot distinguish a restored copy from the original database; add this permission with a custom role"
                .formatted(CREATION));
      }
    } else {
      findings.broken(
          Link.SPANNER,
          "%s lacks permissions on %s: %s"
              .formatted(identity, database, String.join(", ", missing)),
          gcloud(),
          terraform());
    }
  }

  private Fix gcloud() {
    return new Fix(
        Fix.Tool.GCLOUD,
        "gcloud spanner databases add-iam-policy-binding %s --instance=%s --project=%s --member=%s --role=roles/spanner.databaseUser"
            .formatted(database, instance, project, CommandText.shell(member)));
  }

  private Fix terraform() {
    return new Fix(
        Fix.Tool.TERRAFORM,
        """
        resource "google_spanner_database_iam_member" "spanner_pipe" {
          project  = "%s"
          instance = "%s"
          database = "%s"
          role     = "roles/spanner.databaseUser"
          member   = %s
        }"""
            .formatted(project, instance, database, CommandText.terraform(member)));
  }
}
