package dev.spannerpipe.bitbucket;

import dev.spannerpipe.text.SafeText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run tells later steps.
///
/// @param outcome how the run ended, one word
/// @param planSha256 the plan's digest; null where no plan was made
/// @param applied how many change sets this run applied
/// @param pending how many are still pending
/// @param lastChangeSet the last one that this run applied; null where there is none
/// @param recordHead the hash of the run's last event
/// @param executionArn the deployment workflow's execution; null where there is none
/// @param executionStatus how that stands; null where there is none
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

  /// Returns the variables in a fixed order. What is not known is empty, never left out: a value of
  /// an earlier run must not show through.
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
    // One variable is one line, in a shell as in Bitbucket's file.
    String line = value == null ? "" : SafeText.line(value);
    variables.put("SPANNER_PIPE_" + name, line);
  }
}
