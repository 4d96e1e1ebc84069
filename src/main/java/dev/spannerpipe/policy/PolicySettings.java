package dev.spannerpipe.policy;

import java.nio.file.Path;
import java.util.Optional;

/// Where the policy is, as the user says.
///
/// @param sha256 what the file's content must be, in lowercase hexadecimal
public record PolicySettings(Path file, Optional<String> sha256) {}
