package dev.spannerpipe.plan.review;

import dev.spannerpipe.files.InputFile;
import java.util.Optional;

/// What names the reviewed plan, as configured. Without either, any plan may run.
///
/// @param file the reviewed `plan.json` (`PLAN_FILE`)
/// @param sha256 the digest of the reviewed plan (`PLAN_SHA256`), in lowercase hexadecimal
public record ReviewedPlanSettings(Optional<InputFile> file, Optional<String> sha256) {}
