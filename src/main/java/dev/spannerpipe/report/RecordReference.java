package dev.spannerpipe.report;

/// Identifies the record of a run and the head that it must end with.
///
/// @param runId the id of the run
/// @param head the hash of its last event, in lowercase hexadecimal
public record RecordReference(String runId, String head) {}
