package dev.spannerpipe.config;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.ResolveSettings;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.http.ServiceAddress;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.util.List;
import java.util.Optional;

/// The settings of a run, after all checks.
///
/// @param doctor the settings that only `doctor` uses
/// @param workflow the settings of the workflow; present exactly if the run has to start or follow
///   a workflow
/// @param resolve a person's decision on whether an interrupted change took effect; present exactly
///   if the command is `resolve`
/// @param warnings one sentence for each setting that is valid but is probably a mistake, without a
///   full stop
public record Settings(
    Command command,
    ChangelogSettings changelog,
    SpannerSettings spanner,
    AccessSettings access,
    ApplySettings apply,
    Optional<WorkflowSettings> workflow,
    HistorySettings history,
    Optional<ResolveSettings> resolve,
    DoctorSettings doctor,
    OutputSettings output,
    List<String> warnings) {
  public Settings {
    warnings = List.copyOf(warnings);
  }

  /// Returns whether Spanner is used without credentials: none are configured, and Spanner is an
  /// emulator or has a loopback address.
  public boolean isSpannerOpen() {
    return access.google().isEmpty()
        && (spanner.emulator()
            || spanner.endpoint().filter(ServiceAddress::isLoopback).isPresent());
  }
}
