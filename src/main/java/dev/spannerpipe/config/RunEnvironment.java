package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.nio.file.Path;
import java.util.Optional;

/// The facts about the run that the parsers of values need.
///
/// @param checkout the clone directory, in which relative paths start
/// @param googleRuntime whether the process runs on a Google runtime, such as Cloud Run, that
///   attaches an identity to it
/// @param stepHost the name or address of the machine that runs the step, if Bitbucket provides it
record RunEnvironment(CloneDirectory checkout, boolean googleRuntime, Optional<String> stepHost) {
  /// Returns the absolute directory that relative paths start from.
  Path directory() {
    return checkout.path();
  }
}
