package dev.spannerpipe.config;

import dev.spannerpipe.text.SafeText;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The task of a Cloud Run job that this process executes, as Cloud Run describes it in the
/// environment. Source: [container
/// contract](https://cloud.google.com/run/docs/container-contract#jobs-env-vars).
///
/// @param job the name of the job
/// @param execution the name of the job's execution, which has one name for all attempts; empty if
///   it is not given
/// @param attempt how often Cloud Run has retried the task: 0 in the first attempt
/// @param tasks the number of tasks of the execution, as it is given
public record CloudRunTask(
    String job, Optional<String> execution, long attempt, Optional<String> tasks) {
  private static final String TASK_COUNT = "CLOUD_RUN_TASK_COUNT";
  private static final Pattern ATTEMPT = Pattern.compile("[0-9]{1,9}");

  /// Reads the task from the environment variables of the process. Returns empty outside of a Cloud
  /// Run job. An attempt that is not a number counts as the first one.
  public static Optional<CloudRunTask> of(Map<String, String> environment) {
    return of(new RawValues(environment, Map.of()));
  }

  static Optional<CloudRunTask> of(RawValues raw) {
    return raw.plain("CLOUD_RUN_JOB")
        .map(
            job ->
                new CloudRunTask(
                    job,
                    raw.plain("CLOUD_RUN_EXECUTION"),
                    raw.plain("CLOUD_RUN_TASK_ATTEMPT")
                        .filter(text -> ATTEMPT.matcher(text).matches())
                        .map(Long::parseLong)
                        .orElse(0L),
                    raw.plain(TASK_COUNT)));
  }

  /// Returns whether Cloud Run started this attempt because an earlier one failed.
  public boolean isRetry() {
    return attempt > 0;
  }

  /// Returns the problem of a job with several tasks. Each task would be a run of its own on the
  /// same database.
  Optional<Problem> problem() {
    return tasks
        .filter(count -> !count.equals("1"))
        .map(
            count ->
                Problem.ofValue(
                    TASK_COUNT,
                    count,
                    "is not 1, so every task would migrate the same database",
                    "Set the number of tasks to 1: gcloud run jobs update "
                        + SafeText.line(job)
                        + " --tasks=1"));
  }
}
