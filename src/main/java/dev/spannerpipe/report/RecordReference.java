package dev.spannerpipe.report;

/// Identifies the record of a run, and the last event that the record must have.
///
/// @param runId the id of the run
/// @param head the hash of the record's last event, in lowercase hexadecimal
public record RecordReference(String runId, String head) {}
