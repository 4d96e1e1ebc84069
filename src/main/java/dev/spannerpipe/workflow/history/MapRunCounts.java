package dev.spannerpipe.workflow.history;

/// The progress of a Distributed Map: the number of its items by status.
///
/// @param total the number of all items; grows while Step Functions reads the items
public record MapRunCounts(
    String status,
    long total,
    long pending,
    long running,
    long succeeded,
    long failed,
    long timedOut,
    long aborted) {}
