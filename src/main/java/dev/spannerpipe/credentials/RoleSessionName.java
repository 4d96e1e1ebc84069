package dev.spannerpipe.credentials;

import java.util.Locale;
import java.util.Optional;

/// The name under which AWS's audit log shows a run: the only thing that a token of Bitbucket lets
/// us say there. A trust policy can ask for its beginning, `bb-`.
public final class RoleSessionName {
  private static final int REPOSITORY = 20;
  private static final int STEP = 8;
  private static final int BUILD = 12;

  private RoleSessionName() {}

  /// Returns `bb-<repository>-<build>-<step>`, with the run's id in the place of a step that is not
  /// known. The same arguments give the same name; it has 2 to 64 characters that AWS allows.
  ///
  /// @param repository the repository's short name
  /// @param build the build's number
  /// @param step the step's UUID
  public static String of(
      Optional<String> repository, Optional<String> build, Optional<String> step, String runId) {
    return "bb-"
        + part(repository.orElse("run"), REPOSITORY)
        + "-"
        + part(build.orElse("0"), BUILD)
        + "-"
        + part(step.orElse(runId), STEP);
  }

  private static String part(String text, int length) {
    String plain =
        text.toLowerCase(Locale.ROOT).replaceAll("[{}]", "").replaceAll("[^a-z0-9_.]+", "-");
    String trimmed = plain.replaceAll("^-+", "");
    String cut = trimmed.substring(0, Math.min(length, trimmed.length())).replaceAll("-+$", "");
    return cut.isEmpty() ? "x" : cut;
  }
}
