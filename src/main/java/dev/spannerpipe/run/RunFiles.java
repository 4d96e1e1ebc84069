package dev.spannerpipe.run;

import dev.spannerpipe.bitbucket.Outputs;
import dev.spannerpipe.bitbucket.OutputsFile;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.plan.review.ReviewedPlan;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStarted;
import dev.spannerpipe.record.OutputDirectory;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.report.JunitReport;
import dev.spannerpipe.report.adoption.AdoptionText;
import dev.spannerpipe.report.preview.PreviewDocument;
import dev.spannerpipe.report.preview.PreviewJunit;
import dev.spannerpipe.report.preview.PreviewMarkdown;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.workflow.WorkflowResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The files that a run writes for later steps and for people.
final class RunFiles {
  private static final String PLAN = "plan.json";
  private static final String WORKFLOW_OUTPUT = "workflow-output.json";

  private final Settings settings;
  private final Host host;
  private final OutputDirectory directory;
  private Optional<Plan> plan = Optional.empty();
  private Optional<Preview> preview = Optional.empty();
  private Optional<WorkflowResult> workflow = Optional.empty();

  RunFiles(Settings settings, Host host, OutputDirectory directory) {
    this.settings = settings;
    this.host = host;
    this.directory = directory;
  }

  /// Throws if `plan.json`, the file of output values or the JUnit report cannot be written. This
  /// check is made before anything is applied.
  static void refuseObstacles(Settings settings, OutputDirectory directory) {
    directory.refuseObstacle(PLAN);
    directory.refuseObstacle(OutputsFile.NAME);
    if (settings.preview().isPresent()) {
      directory.refuseObstacle(PreviewMarkdown.FILE);
      directory.refuseObstacle(PreviewDocument.FILE);
    }
    if (settings.adopt().isPresent()) {
      directory.refuseObstacle(AdoptionText.FILE);
    }
    testResults(settings).refuseObstacle(JunitReport.name(settings.output().name()));
  }

  /// Throws if a file that `status` writes cannot be written.
  static void refuseObstaclesToStatus(OutputDirectory directory) {
    directory.refuseObstacle(PLAN);
    directory.refuseObstacle(OutputsFile.NAME);
  }

  /// Writes the output values for later steps, for a command that applies nothing and keeps no
  /// record.
  static void writeOutputs(
      OutputDirectory directory, Host host, ExitCode exitCode, Optional<Plan> plan) {
    Outputs outputs =
        new Outputs(
            "",
            exitCode.name().toLowerCase(Locale.ROOT),
            plan.map(Plan::digest).orElse(null),
            0,
            plan.map(made -> made.pending().size()).orElse(0),
            null,
            "",
            null,
            null);
    OutputsFile.write(directory, outputs);
    OutputsFile.append(host.environment(), directory.cloneDirectory(), outputs);
  }

  private static OutputDirectory testResults(Settings settings) {
    return OutputDirectory.open(
        settings.output().testResults(),
        settings.output().checkout(),
        "Make room for it: Bitbucket reads the JUnit report from the directory test-results");
  }

  /// Keeps the plan, and writes it to `plan.json` before any part of the plan runs.
  ///
  /// Writes nothing if the plan was compared with a reviewed file and will be rejected. The file
  /// may be this very `plan.json`, which an earlier step left. If it were replaced, the next run
  /// would find a plan that nobody has reviewed, and accept it.
  ///
  /// @param reviewed the only plan that the run may apply
  void plan(Plan made, Optional<ReviewedPlan> reviewed) {
    plan = Optional.of(made);
    if (reviewed.filter(each -> each.file().isPresent() && !each.accepts(made)).isEmpty()) {
      writePlan(settings, directory, made);
    }
  }

  /// Keeps what an adoption would write, and writes what was found to a file.
  ///
  /// @param made what is adopted; empty if nothing can be
  void adoption(String file, String document, Optional<Plan> made) {
    plan = made;
    directory.write(file, document);
  }

  /// Keeps a preview, and writes it to `report.md` and `preview.json`.
  void preview(Preview made) {
    preview = Optional.of(made);
    plan(made.plan(), Optional.empty());
    directory.write(PreviewMarkdown.FILE, PreviewMarkdown.of(made));
    directory.write(PreviewDocument.FILE, PreviewDocument.text(made));
  }

  /// Writes the plan to `plan.json`. If the redaction would remove a secret from what the digest
  /// covers, the digest cannot be computed from the file. Then the member `digested` is null.
  static void writePlan(Settings settings, OutputDirectory directory, Plan plan) {
    JsonObject document =
        PlanDocument.of(plan, settings.target().map(SpannerSettings::databaseName));
    boolean secret = directory.redacts(plan.content().json().canonical());
    directory.write(
        PLAN, (secret ? document.with("digested", new JsonNull()) : document).canonical() + "\n");
  }

  /// Checks that the workflow's output can be written, and replaces the output of an earlier run.
  void expectWorkflow() {
    directory.refuseObstacle(WORKFLOW_OUTPUT);
    directory.write(WORKFLOW_OUTPUT, WorkflowResult.NO_OUTPUT);
  }

  /// Returns the plan's digest; empty before there is a plan.
  Optional<String> planSha256() {
    return plan.map(Plan::digest);
  }

  /// Keeps the outcome of the workflow.
  void workflow(WorkflowResult result) {
    workflow = Optional.of(result);
  }

  /// Writes the results of a run that has ended.
  void write(RunLog log, ExitCode exitCode) {
    List<String> applied = log.applied();
    Outputs outputs =
        new Outputs(
            log.context().runId(),
            exitCode.name().toLowerCase(Locale.ROOT),
            planSha256().orElse(null),
            applied.size(),
            Math.max(0, pending().size() - applied.size()),
            applied.isEmpty() ? null : applied.getLast(),
            log.head(),
            workflow.map(WorkflowResult::executionArn).or(() -> startedExecution(log)).orElse(null),
            workflow.map(result -> result.status().text()).orElse(null));
    workflow.ifPresent(result -> directory.write(WORKFLOW_OUTPUT, result.outputDocument()));
    OutputsFile.write(directory, outputs);
    OutputsFile.append(host.environment(), directory.cloneDirectory(), outputs);
    OutputDirectory testResults = testResults(settings).redacting(host.redaction());
    String name = settings.output().name();
    if (preview.isPresent()) {
      PreviewJunit.write(testResults, name, preview.get());
    } else {
      JunitReport.write(testResults, name, pending(), log.events());
    }
  }

  /// Returns the ARN of the execution that the run started or attached to. Needed for a stopped
  /// run, which may have an execution but no [WorkflowResult].
  private static Optional<String> startedExecution(RunLog log) {
    return log.events(ExecutionStarted.class).map(ExecutionStarted::executionArn).findFirst();
  }

  private List<ChangeSetId> pending() {
    return plan.map(Plan::pending).orElse(List.of()).stream()
        .map(planned -> planned.changeSet().identity())
        .toList();
  }
}
