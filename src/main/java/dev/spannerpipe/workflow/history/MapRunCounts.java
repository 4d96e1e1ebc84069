package dev.spannerpipe.workflow.history;

/// The progress of a Distributed Map. `total` grows while items are read.
public record MapRunCounts(
    String status,
    long total,
    long pending,
    long running,
    long succeeded,
    long failed,
    long timedOut,
    long aborted) {}
