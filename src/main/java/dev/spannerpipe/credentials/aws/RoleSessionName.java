package dev.spannerpipe.credentials.aws;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Builds the name of the AWS session, under which AWS's audit log shows a run. With a Bitbucket
/// token, this name is the only value in the audit log that the pipe can choose. A trust policy can
/// require the prefix `bb-`.
public final class RoleSessionName {
  private static final int REPOSITORY = 20;
  private static final int BUILD = 12;
  private static final int STEP = 8;
  private static final int COMMIT = 7;
  private static final int RUN = 8;

  private RoleSessionName() {}

  /// Returns `bb-<repository>-<build>-<step>-<commit>-<run>`. Each part is shortened, and an
  /// unknown step or commit is omitted. The result contains only characters that AWS allows, and
  /// has 2 to 64 of them, as AWS requires.
  ///
  /// @param repository the repository's name; a workspace in front of it is dropped
  /// @param build the build's number
  /// @param step the step's UUID
  /// @param commit the commit's hash
  /// @param runId the run's ID; only its last part, which is random, is used
  public static String of(
      Optional<String> repository,
      Optional<String> build,
      Optional<String> step,
      Optional<String> commit,
      String runId) {
    List<Optional<String>> parts =
        List.of(
            Optional.of("bb"),
            Optional.of(part(repository.orElse("run").replaceFirst(".*/", ""), REPOSITORY)),
            Optional.of(part(build.orElse("0"), BUILD)),
            step.map(uuid -> part(uuid, STEP)),
            commit.map(hash -> part(hash, COMMIT)),
            Optional.of(part(runId.replaceFirst(".*-", ""), RUN)));
    return String.join("-", parts.stream().flatMap(Optional::stream).toList());
  }

  private static String part(String text, int length) {
    String plain =
        text.toLowerCase(Locale.ROOT).replaceAll("[{}]", "").replaceAll("[^a-z0-9_.]+", "-");
    String trimmed = plain.replaceAll("^-+", "");
    String cut = trimmed.substring(0, Math.min(length, trimmed.length())).replaceAll("-+$", "");
    return cut.isEmpty() ? "x" : cut;
  }
}
