package dev.spannerpipe.workflow.history;

import java.time.Duration;

/// How long a state took.
///
/// @param path the state's name, with the states around it
/// @param type `Task`, `Map` and so on
/// @param finished whether the state was left
public record StateDuration(String path, String type, Duration elapsed, boolean finished) {}
