package dev.spannerpipe.bitbucket;

import dev.spannerpipe.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values that a run passes to later steps.
///
/// @param outcome the outcome of the run, one word
/// @param planSha256 the plan's digest; null if no plan was made
/// @param applied how many change sets this run applied
/// @param pending how many change sets are still pending
/// @param lastChangeSet the last change set that this run applied; null if there is none
/// @param recordHead the hash of the run's last event
/// @param executionArn the ARN of the deployment workflow's execution; null if there is none
/// @param executionStatus the status of that execution; null if there is none
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

  /// Returns the variables in a fixed order. An unknown value is empty, never left out, because a
  /// value of an earlier run must not remain.
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
