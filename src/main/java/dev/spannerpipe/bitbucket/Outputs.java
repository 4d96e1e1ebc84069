package dev.spannerpipe.bitbucket;

import dev.spannerpipe.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values that a run passes to later steps of the pipeline.
///
/// @param outcome the outcome of the run, as one word
/// @param planSha256 the SHA-256 of the plan; null if the run made no plan
/// @param applied the number of change sets that this run applied
/// @param pending the number of change sets that are still pending
/// @param lastChangeSet the last change set that this run applied; null if there is none
/// @param recordHead the record head: the hash of the run's last event
/// @param executionArn the ARN of the deployment workflow's execution; null if there is none
/// @param executionStatus the status of the execution; null if there is no execution
public record Outputs(
    String runId,
    String outcome,
    @Nullable String planSha256,
    long applied,
    long pending,
    @Nullable String lastChangeSet,
    String recordHead,
    @Nullable String executionArn,
    @Nullable String executionStatus) {

  /// Returns the values in a fixed order; the key is the name of the variable. An unknown value
  /// becomes an empty string. It is not omitted, because a later step could otherwise read the
  /// value of an earlier run.
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    put(variables, "RUN_ID", runId);
    put(variables, "OUTCOME", outcome);
    put(variables, "PLAN_SHA256", planSha256);
    put(variables, "APPLIED", Long.toString(applied));
    put(variables, "PENDING", Long.toString(pending));
    put(variables, "LAST_CHANGE_SET", lastChangeSet);
    put(variables, "RECORD_HEAD", recordHead);
    put(variables, "EXECUTION_ARN", executionArn);
    put(variables, "EXECUTION_STATUS", executionStatus);
    return variables;
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    // Each variable is one line, both in a shell and in Bitbucket's file.
    String line = value == null ? "" : SafeText.line(value);
    variables.put("SPANNER_PIPE_" + name, line);
  }
}
