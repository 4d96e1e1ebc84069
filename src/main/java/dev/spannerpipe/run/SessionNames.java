package dev.spannerpipe.run;

import dev.spannerpipe.bitbucket.BuildContext;
import dev.spannerpipe.credentials.aws.RoleSessionName;
import java.util.Optional;

/// Builds the name of the AWS role session, under which CloudTrail lists the requests of a run.
final class SessionNames {
  private SessionNames() {}

  static String of(BuildContext build, String runId) {
    return RoleSessionName.of(
        Optional.ofNullable(build.repository()),
        Optional.ofNullable(build.buildNumber()),
        Optional.ofNullable(build.stepUuid()),
        Optional.ofNullable(build.commit()),
        runId);
  }
}
