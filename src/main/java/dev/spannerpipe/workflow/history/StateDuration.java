package dev.spannerpipe.workflow.history;

import java.time.Duration;

/// How long a state took.
///
/// @param path the path of the state, such as `Deploy > Canary`
/// @param type the type of the state, such as `Task` or `Map`
/// @param elapsed the time from entering the state until exiting it; if the state was not exited,
///   until the result was created
/// @param finished whether the state was exited
public record StateDuration(String path, String type, Duration elapsed, boolean finished) {}
