package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.nio.file.Path;
import java.util.Optional;

/// What parsing a value depends on besides the value itself.
///
/// @param checkout the clone directory, in which relative paths start
/// @param googleRuntime whether the process runs on a Google runtime that provides an identity
/// @param stepHost the name or address of the machine that runs the step, if the platform provides
///   it
record RunEnvironment(CloneDirectory checkout, boolean googleRuntime, Optional<String> stepHost) {
  /// Returns the absolute directory that relative paths start from.
  Path directory() {
    return checkout.path();
  }
}
