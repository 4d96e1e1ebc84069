package dev.spannerpipe.config;

import dev.spannerpipe.adopt.AdoptSettings;
import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.ResolveSettings;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.credentials.google.MetadataServer;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.text.DatabaseName;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Converts environment variables and command-line options to the settings of a run.
public final class SettingsReader {
  private final RawValues raw;
  private final CloneRule cloneRule;
  private final RunEnvironment surroundings;
  private final boolean json;
  private final ParametersFile file;
  private final ParsedValues values;
  private final IgnoredKeys keys;
  private final List<Problem> misspelt;
  private final List<String> warnings;

  private SettingsReader(Request request) {
    this.raw = new RawValues(request.environment(), request.options());
    this.json = request.json();
    StepHost stepHost = StepHost.of(raw);
    this.cloneRule = CloneRule.of(raw, request.currentDirectory());
    this.surroundings =
        new RunEnvironment(
            cloneRule.checkout(),
            MetadataServer.SIGNS.stream().anyMatch(name -> raw.plain(name).isPresent()),
            stepHost.host());
    this.file = ParametersFile.of(raw, surroundings);
    this.values = new ParsedValues(raw, file, surroundings);
    this.keys = new IgnoredKeys(file, values::isMissing);
    UnknownVariables unknown = new UnknownVariables(values::isMissing, given(request));
    this.misspelt = unknown.misspeltGuards();
    this.warnings =
        Stream.of(
                stepHost.warning().stream(),
                unknown.warnings().stream(),
                file.warnings().stream(),
                keys.warnings().stream())
            .flatMap(each -> each)
            .toList();
  }

  /// Returns the names of all environment variables that are given. A variable with a blank or
  /// unexpanded value is not given.
  private Set<String> given(Request request) {
    return request.environment().keySet().stream()
        .filter(name -> raw.plain(name).isPresent())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Returns the settings, or throws one [ConfigurationFailure] that lists every problem.
  public static Settings read(Request request) {
    SettingsReader reader = new SettingsReader(request);
    reader.failOnProblems();
    return reader.settings();
  }

  private void failOnProblems() {
    failOn(
        Stream.of(
                cloneRule.problem().stream(),
                CloudRunTask.of(raw).flatMap(CloudRunTask::problem).stream(),
                file.problems().stream(),
                Rules.check(values).stream(),
                keys.guards().stream(),
                misspelt.stream())
            .flatMap(each -> each)
            .toList(),
        warnings);
  }

  /// Throws one [ConfigurationFailure] that lists every problem, if there is one.
  static void failOn(List<Problem> problems, List<String> warnings) {
    if (problems.size() == 1) {
      Problem only = problems.getFirst();
      throw new ConfigurationFailure(only.description(), only.action(), sentences(warnings));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationFailure(
          problems.size() + " problems with the variables",
          "Correct what is listed above",
          Stream.concat(problems.stream().map(Problem::line), sentences(warnings).stream())
              .toList());
    }
  }

  private static List<String> sentences(List<String> warnings) {
    return warnings.stream().map(Failure::sentence).toList();
  }

  private Settings settings() {
    return new Settings(
        values.get(Variables.COMMAND),
        changelog(),
        file.settings(),
        TargetRule.hasTarget(values) ? Optional.of(spanner()) : Optional.empty(),
        new AccessReader(values, raw, surroundings).read(),
        apply(),
        workflow(),
        new HistorySettings(values.get(Variables.VERIFY), values.find(Variables.EXPECT_HEAD)),
        resolve(),
        adopt(),
        doctor(),
        preview(),
        output(),
        warnings);
  }

  private ChangelogSettings changelog() {
    Path directory = surroundings.directory();
    return new ChangelogSettings(
        surroundings.checkout(),
        values.get(Variables.CHANGELOG_FILE),
        values.find(Variables.SEARCH_PATH).orElse(List.of(directory)),
        values.find(Variables.CONTEXTS),
        values.find(Variables.LABELS),
        values.find(Variables.CHANGELOG_PARAMETERS).orElse(Map.of()),
        values.find(Variables.PROTO_DESCRIPTORS_FILE));
  }

  private SpannerSettings spanner() {
    return new SpannerSettings(
        new DatabaseName(
            values.get(Variables.PROJECT),
            values.get(Variables.SPANNER_INSTANCE),
            values.get(Variables.SPANNER_DATABASE)),
        TargetRule.emulator(values),
        values.find(Variables.SPANNER_ENDPOINT),
        values.find(Variables.SPANNER_DATABASE_ROLE));
  }

  private ApplySettings apply() {
    return new ApplySettings(
        values.get(Variables.LOCK_TIMEOUT),
        values.find(Variables.TIMEOUT),
        values.get(Variables.ALLOW_DESTRUCTIVE));
  }

  private Optional<WorkflowSettings> workflow() {
    return values
        .find(Variables.STATE_MACHINE_ARN)
        .filter(_ -> values.get(Variables.COMMAND).startsWorkflow())
        .map(
            stateMachine ->
                new WorkflowSettings(
                    stateMachine,
                    values.find(Variables.AWS_ENDPOINT_URL_SFN),
                    values.get(Variables.WORKFLOW_INPUT),
                    surroundings.checkout(),
                    values.find(Variables.WORKFLOW_KEY),
                    values.get(Variables.WORKFLOW_TIMEOUT),
                    values.get(Variables.WORKFLOW_ON_TIMEOUT),
                    values.get(Variables.WORKFLOW_ON_FAILURE)));
  }

  private Optional<ResolveSettings> resolve() {
    if (values.get(Variables.COMMAND) != Command.RESOLVE) {
      return Optional.empty();
    }
    List<String> intent = List.of(values.get(Variables.RESOLVE_INTENT).split("\\.", -1));
    return Optional.of(
        new ResolveSettings(
            Long.parseLong(intent.getFirst()),
            Long.parseLong(intent.getLast()),
            values.get(Variables.RESOLVE_AS)));
  }

  private Optional<AdoptSettings> adopt() {
    return values.get(Variables.COMMAND) == Command.ADOPT
        ? Optional.of(
            new AdoptSettings(
                values.get(Variables.ADOPT_FROM),
                values.find(Variables.ADOPT_COUNT),
                values.find(Variables.ADOPT_TO_TAG),
                values.get(Variables.ADOPT_UNCHECKED),
                TargetRule.replayEmulator(values)))
        : Optional.empty();
  }

  private DoctorSettings doctor() {
    return new DoctorSettings(
        values.find(Variables.DOCTOR_GOOGLE_PROVIDER_FILE),
        values.find(Variables.DOCTOR_SERVICE_ACCOUNT_POLICY_FILE),
        values.find(Variables.DOCTOR_AWS_ROLE_FILE),
        values.find(Variables.DOCTOR_SESSION_POLICY_FILE),
        values.find(Variables.STATE_MACHINE_ARN),
        values.find(Variables.AWS_ENDPOINT_URL_SFN));
  }

  private Optional<PreviewSettings> preview() {
    if (values.get(Variables.COMMAND) != Command.PREVIEW) {
      return Optional.empty();
    }
    return Optional.of(
        new PreviewSettings(
            TargetRule.replayEmulator(values),
            values.get(Variables.SPANNER_DIALECT).dialect(),
            raw.plain("BITBUCKET_PR_DESTINATION_COMMIT"),
            review()));
  }

  private ReviewSettings review() {
    return new ReviewSettings(
        database(),
        values
            .find(Variables.CODE_INSIGHTS)
            .orElseGet(() -> raw.plain("BITBUCKET_PR_ID").isPresent()),
        values.find(Variables.BITBUCKET_PROXY_ENDPOINT),
        values.find(Variables.BITBUCKET_API_ENDPOINT).orElse(ReviewSettings.API),
        values.find(Variables.BITBUCKET_ACCESS_TOKEN));
  }

  private Optional<String> database() {
    Optional<String> id = values.find(Variables.SPANNER_DATABASE);
    return values
        .find(Variables.PROJECT)
        .flatMap(
            project ->
                values
                    .find(Variables.SPANNER_INSTANCE)
                    .flatMap(instance -> id.map(name -> new DatabaseName(project, instance, name))))
        .map(DatabaseName::toString)
        .or(() -> id);
  }

  private OutputSettings output() {
    LogFormat format = values.find(Variables.LOG_FORMAT).orElseGet(() -> LogFormat.ifNotGiven(raw));
    String name = values.find(Variables.SPANNER_DATABASE).orElse(OutputSettings.NO_DATABASE);
    return new OutputSettings(
        name,
        values.get(Variables.OUTPUT_DIR).resolve(name),
        surroundings.directory().resolve("test-results"),
        surroundings.checkout(),
        format,
        json || format == LogFormat.JSON,
        values.get(Variables.DEBUG));
  }
}
