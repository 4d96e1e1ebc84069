package dev.spannerpipe.policy;

import dev.spannerpipe.files.InputFile;
import java.util.Optional;

/// The location of the policy, as configured.
///
/// @param sha256 the required SHA-256 of the file's content, in lowercase hexadecimal
public record PolicySettings(InputFile file, Optional<String> sha256) {}
