package dev.spannerpipe.config;

import dev.spannerpipe.adopt.AdoptSettings;
import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.ResolveSettings;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.http.ServiceAddress;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.util.List;
import java.util.Optional;

/// The settings of a run, after all checks.
///
/// @param parameters the parameters file, if there is one
/// @param target the database; empty only for a preview that has no credentials for a database
/// @param doctor the settings that only `doctor` uses
/// @param workflow the settings of the workflow; present exactly if the run has to start or follow
///   a workflow
/// @param resolve a person's decision on whether an interrupted change took effect; present exactly
///   if the command is `resolve`
/// @param adopt present exactly if the command is `adopt`
/// @param preview present exactly if the command is `preview`
/// @param warnings one sentence for each setting that is valid but is probably a mistake, without a
///   full stop
public record Settings(
    Command command,
    ChangelogSettings changelog,
    Optional<ParametersSettings> parameters,
    Optional<SpannerSettings> target,
    AccessSettings access,
    ApplySettings apply,
    Optional<WorkflowSettings> workflow,
    HistorySettings history,
    Optional<ResolveSettings> resolve,
    Optional<AdoptSettings> adopt,
    DoctorSettings doctor,
    Optional<PreviewSettings> preview,
    OutputSettings output,
    List<String> warnings) {
  public Settings {
    warnings = List.copyOf(warnings);
  }

  /// Returns the settings of the database. Throws if there is none.
  public SpannerSettings spanner() {
    return target.orElseThrow();
  }

  /// Returns what names the reviewed plan: the digest, or else the path of its file; empty if no
  /// plan was reviewed.
  public Optional<String> reviewedPlanName() {
    return access
        .reviewedPlan()
        .sha256()
        .or(() -> access.reviewedPlan().file().map(InputFile::toString));
  }

  /// Returns whether Spanner is used without credentials: none are configured, and Spanner is an
  /// emulator or has a loopback address.
  public boolean isSpannerOpen() {
    return access.google().isEmpty()
        && target
            .filter(
                spanner ->
                    spanner.emulator()
                        || spanner.endpoint().filter(ServiceAddress::isLoopback).isPresent())
            .isPresent();
  }
}
