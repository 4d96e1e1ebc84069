package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The values that describe a run. The run's events and the run's row in the database contain them.
///
/// @param runId the id of the run
/// @param command the command that the run executes
/// @param version the version of the pipe
/// @param subject who requested the run; the keys are `issuer`, `repository`, `environment`,
///   `branch` and `step`, as far as their values are known
/// @param identity the identities that the run uses; the keys are `serviceAccount` and
///   `roleSession`, as far as their values are known
/// @param target the full resource name of the database; null for a preview without a database
/// @param commit the commit that was built
/// @param buildUrl the address at which people can view the build
public record RunContext(
    String runId,
    String command,
    String version,
    Map<String, String> subject,
    Map<String, String> identity,
    @Nullable String target,
    @Nullable String commit,
    @Nullable String buildUrl) {
  public RunContext {
    subject = Map.copyOf(subject);
    identity = Map.copyOf(identity);
  }

  RunContext withSubject(Map<String, String> known) {
    Map<String, String> all = new TreeMap<>(subject);
    all.putAll(known);
    return new RunContext(runId, command, version, all, identity, target, commit, buildUrl);
  }

  RunContext withIdentity(Map<String, String> known) {
    Map<String, String> all = new TreeMap<>(identity);
    all.putAll(known);
    return new RunContext(runId, command, version, subject, all, target, commit, buildUrl);
  }

  /// Returns the same context with the redaction applied to the values that come from outside the
  /// pipe.
  RunContext redacted(UnaryOperator<String> redaction) {
    return new RunContext(
        runId,
        command,
        version,
        redacted(subject, redaction),
        redacted(identity, redaction),
        target,
        commit == null ? null : redaction.apply(commit),
        buildUrl == null ? null : redaction.apply(buildUrl));
  }

  private static Map<String, String> redacted(
      Map<String, String> texts, UnaryOperator<String> redaction) {
    Map<String, String> clean = new TreeMap<>(texts);
    clean.replaceAll((_, text) -> redaction.apply(text));
    return clean;
  }

  /// Returns the members that all events of the run contain.
  JsonObject members() {
    return Json.object()
        .with("runId", runId)
        .with("subject", Json.object(subject))
        .with("identity", Json.object(identity))
        .with("target", target)
        .with("commit", commit)
        .with("buildUrl", buildUrl);
  }
}
