package dev.spannerpipe.report.review;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/// What a review knows beside the preview.
///
/// @param database the full name of the database, if the preview has one
/// @param changelog the file of the changelog, as it was configured
/// @param build the address of the build
/// @param repositoryPath returns the path in the repository of a file that a finding names; empty
///   if the repository has no such file
public record ReviewContext(
    Optional<String> database,
    String changelog,
    Optional<URI> build,
    Function<String, Optional<String>> repositoryPath) {}
