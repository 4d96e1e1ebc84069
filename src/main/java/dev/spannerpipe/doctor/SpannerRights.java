package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.finding.CommandText;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LiveFindings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The permissions that a run needs on its database, and how to grant missing ones.
///
/// @param project the instance's project
/// @param identity the run's identity, for people
/// @param member the same identity, for an IAM policy
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

  /// Without it, a restored copy of a database cannot be distinguished from the original.
  private static final String CREATION = "spanner.databases.get";

  /// Returns the permissions to query.
  public static List<String> requiredPermissions() {
    return Stream.concat(APPLY.stream(), Stream.of(CREATION)).toList();
  }

  /// Records the service's answer in `findings`.
  ///
  /// @param held the permissions that the identity has; empty if the service does not report them
  public void examine(Optional<Set<String>> held, LiveFindings.Collector findings) {
    if (held.isEmpty()) {
      findings.unknown(Link.SPANNER, "this Spanner reports no permissions, like an emulator");
      return;
    }
    List<String> missing =
        APPLY.stream().filter(permission -> !held.get().contains(permission)).toList();
    if (missing.isEmpty()) {
      findings.note(Link.SPANNER, identity + " has all that apply needs");
      if (!held.get().contains(CREATION)) {
        findings.note(
            Link.SPANNER,
            "without %s a restored copy cannot be told from the database; a custom role may add it"
                .formatted(CREATION));
      }
    } else {
      findings.broken(
          Link.SPANNER,
          "%s may not do on %s: %s".formatted(identity, database, String.join(", ", missing)),
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
