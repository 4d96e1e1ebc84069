package dev.spannerpipe.report;

/// Where the record of a run is to be found, and what it must end with.
///
/// @param runId the run
/// @param head the hash of its last event, in lowercase hexadecimal
public record RecordReference(String runId, String head) {}
