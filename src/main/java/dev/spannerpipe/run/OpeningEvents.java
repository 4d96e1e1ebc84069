package dev.spannerpipe.run;

import dev.spannerpipe.config.CloudRunTask;
import dev.spannerpipe.config.ParametersSettings;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.record.LifecycleEvent.CloudRunTaskStarted;
import dev.spannerpipe.record.LifecycleEvent.ParameterRead;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.RunLog;
import java.util.Map;

/// The first events of a run: what was started, where, and with which values of other tools.
final class OpeningEvents {
  private OpeningEvents() {}

  static void add(RunLog log, Settings settings, Map<String, String> environment) {
    log.add(new RunStarted(settings.command().word(), Version.current()));
    CloudRunTask.of(environment).ifPresent(task -> add(log, task));
    settings.parameters().ifPresent(read -> add(log, read));
  }

  private static void add(RunLog log, CloudRunTask task) {
    task.execution()
        .ifPresent(
            execution -> log.add(new CloudRunTaskStarted(task.job(), execution, task.attempt())));
  }

  private static void add(RunLog log, ParametersSettings read) {
    for (ParametersSettings.Parameter each : read.parameters()) {
      log.add(
          new ParameterRead(
              each.variable(), each.value(), each.origin(), read.file(), read.sha256()));
    }
  }
}
