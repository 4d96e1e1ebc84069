package dev.spannerpipe.config;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.ResolveSettings;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.util.List;
import java.util.Optional;

/// All that a run was asked for, checked.
///
/// @param doctor what only `doctor` looks at
/// @param workflow present exactly where the run has to start or follow one
/// @param resolve present exactly where the command is `resolve`
/// @param warnings what is not wrong but looks like a mistake, one sentence each without a full
///   stop
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
  /// Copies the list.
  public Settings {
    warnings = List.copyOf(warnings);
  }
}
