package dev.spannerpipe.workflow.history;

/// The progress of a Distributed Map: the status of its Map Run, and how many items have each
/// status.
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
