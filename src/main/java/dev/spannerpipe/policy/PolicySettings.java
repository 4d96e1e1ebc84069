package dev.spannerpipe.policy;

import dev.spannerpipe.files.InputFile;
import java.util.Optional;

/// Where the policy is, as the user says.
///
/// @param sha256 what the file's content must be, in lowercase hexadecimal
public record PolicySettings(InputFile file, Optional<String> sha256) {}
