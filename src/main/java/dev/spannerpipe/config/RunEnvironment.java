package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.nio.file.Path;
import java.util.Optional;

/// The environment that determines how values are interpreted.
///
/// @param checkout the clone directory, where relative paths start
/// @param googleRuntime whether the process runs on a Google runtime that provides an identity
/// @param stepHost the name of the step's host as the pipe sees it, if the platform provides it
record RunEnvironment(CloneDirectory checkout, boolean googleRuntime, Optional<String> stepHost) {
  /// Returns the absolute directory that relative paths start from.
  Path directory() {
    return checkout.path();
  }
}
