package dev.spannerpipe.targets;

/// Why a parameters file cannot be used.
///
/// @param what a clause that can follow the name of the file, such as `is not JSON`; without a full
///   stop. It contains no value of an output that is sensitive or not used
/// @param action what the user should do, as a sentence without a full stop
public record TargetProblem(String what, String action) {}
