package dev.spannerpipe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudRunTaskTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  /// Returns the environment of a job that migrates a database, with these variables changed.
  private static Map<String, String> job(String... variables) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "PROJECT", "acme-prod",
                "SPANNER_INSTANCE", "main",
                "SPANNER_DATABASE", "orders",
                "CLOUD_RUN_JOB", "migrate-orders",
                "CLOUD_RUN_EXECUTION", "migrate-orders-x7k2p",
                "CLOUD_RUN_TASK_INDEX", "0",
                "CLOUD_RUN_TASK_ATTEMPT", "0",
                "CLOUD_RUN_TASK_COUNT", "1"));
    for (int index = 0; index < variables.length; index += 2) {
      all.put(variables[index], variables[index + 1]);
    }
    return all;
  }

  private static Settings read(Map<String, String> environment) {
    return SettingsReader.read(new Request(environment, Map.of(), false, HERE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0", "many"})
  void rejectsAJobOfSeveralTasks(String count) {
    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> read(job("CLOUD_RUN_TASK_COUNT", count)))
        .withMessage(
            "CLOUD_RUN_TASK_COUNT \"%s\" is not 1, so every task would migrate the same database. Set the number of tasks to 1: gcloud run jobs update migrate-orders --tasks=1."
                .formatted(count));
  }

  @ParameterizedTest
  @CsvSource({"CLOUD_RUN_TASK_COUNT,''", "CLOUD_RUN_TASK_COUNT,${CLOUD_RUN_TASK_COUNT}"})
  void acceptsAJobWhoseNumberOfTasksIsNotGiven(String variable, String value) {
    assertThat(read(job(variable, value)).warnings()).isEmpty();
  }

  /// Outside of a job, nobody promised what the variable means.
  @Test
  void countsTheTasksOfAJobOnly() {
    Map<String, String> service = job("CLOUD_RUN_JOB", "", "CLOUD_RUN_TASK_COUNT", "5");
    service.put("K_SERVICE", "migrate");

    assertThat(read(service).output().logFormat()).isEqualTo(LogFormat.TEXT);
  }

  @ParameterizedTest
  @CsvSource({"'',JSON", "${LOG_FORMAT},JSON", "json,JSON", "JSON,JSON", "text,TEXT", "Text,TEXT"})
  void logsJsonInAJobUnlessTextIsRequested(String given, LogFormat format) {
    Map<String, String> environment = job("LOG_FORMAT", given);

    assertThat(read(environment).output().logFormat()).isEqualTo(format);
    assertThat(LogFormat.of(environment)).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({"'',TEXT", "json,JSON"})
  void logsTextElsewhereUnlessJsonIsRequested(String given, LogFormat format) {
    Map<String, String> environment = Map.of("LOG_FORMAT", given);

    assertThat(LogFormat.of(environment)).isEqualTo(format);
  }

  /// The message that rejects it has to be in some format.
  @ParameterizedTest
  @CsvSource({"migrate,JSON", "'',TEXT"})
  void reportsAnUnknownFormatInTheFormatOfThePlace(String job, LogFormat format) {
    assertThat(LogFormat.of(Map.of("LOG_FORMAT", "xml", "CLOUD_RUN_JOB", job))).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "10,10", "'',0", "-1,0", "1e3,0", "99999999999999999999,0"})
  void readsTheAttempt(String given, long attempt) {
    CloudRunTask task = CloudRunTask.of(job("CLOUD_RUN_TASK_ATTEMPT", given)).orElseThrow();

    assertThat(task)
        .isEqualTo(
            new CloudRunTask(
                "migrate-orders", Optional.of("migrate-orders-x7k2p"), attempt, Optional.of("1")));
    assertThat(task.isRetry()).isEqualTo(attempt > 0);
  }

  @Test
  void findsNoTaskOutsideOfAJob() {
    assertThat(CloudRunTask.of(job("CLOUD_RUN_JOB", " "))).isEmpty();
  }
}
