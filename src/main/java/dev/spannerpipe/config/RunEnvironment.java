package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.nio.file.Path;
import java.util.Optional;

/// What the meaning of a value depends on.
///
/// @param checkout the clone directory, where relative paths start
/// @param googleRuntime whether the process runs where Google gives it an identity
/// @param stepHost the name by which the step's own host is known to the pipe, if the platform says
record RunEnvironment(CloneDirectory checkout, boolean googleRuntime, Optional<String> stepHost) {
  /// Returns where relative paths start; absolute.
  Path directory() {
    return checkout.path();
  }
}
