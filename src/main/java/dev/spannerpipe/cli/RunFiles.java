package dev.spannerpipe.cli;

import dev.spannerpipe.bitbucket.Outputs;
import dev.spannerpipe.bitbucket.OutputsFile;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.record.Event;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.record.OutputDirectory;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.report.JunitReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The files that a run leaves for later steps and for people.
final class RunFiles {
  private final Settings settings;
  private final Host host;
  private final OutputDirectory directory;
  private Optional<Plan> plan = Optional.empty();

  RunFiles(Settings settings, Host host, OutputDirectory directory) {
    this.settings = settings;
    this.host = host;
    this.directory = directory;
  }

  /// Keeps the plan, and writes it down before anything of it runs.
  void plan(Plan made) {
    plan = Optional.of(made);
    writePlan(directory, made);
  }

  static void writePlan(OutputDirectory directory, Plan plan) {
    directory.write("plan.json", PlanDocument.of(plan).canonical() + "\n");
  }

  /// Writes the results of a run that is over.
  void write(RunLog log, ExitCode exitCode) {
    List<String> applied = applied(log.events());
    Outputs outputs =
        new Outputs(
            log.context().runId(),
            exitCode.name().toLowerCase(Locale.ROOT),
            plan.map(Plan::digest).orElse(null),
            applied.size(),
            Math.max(0, pending().size() - applied.size()),
            applied.isEmpty() ? null : applied.getLast(),
            log.head(),
            null,
            null);
    OutputsFile.write(directory, outputs);
    OutputsFile.append(host.environment(), outputs);
    JunitReport.write(
        OutputDirectory.open(settings.output().testResults()),
        settings.spanner().database(),
        pending(),
        log.events());
  }

  private List<ChangeSetId> pending() {
    return plan.map(Plan::pending).orElse(List.of()).stream()
        .map(planned -> planned.changeSet().identity())
        .toList();
  }

  private static List<String> applied(List<Event> events) {
    return events.stream()
        .filter(event -> event.name() == EventName.CHANGE_SET_RECORDED)
        .map(event -> event.detail().text("changeSet").orElse(""))
        .toList();
  }
}
