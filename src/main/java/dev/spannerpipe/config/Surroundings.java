package dev.spannerpipe.config;

import java.nio.file.Path;
import java.util.Optional;

/// What the meaning of a value depends on.
///
/// @param directory where relative paths start; absolute
/// @param googleRuntime whether the process runs where Google gives it an identity
/// @param stepHost the name by which the step's own host is known to the pipe, if the platform says
record Surroundings(Path directory, boolean googleRuntime, Optional<String> stepHost) {}
