package dev.spannerpipe.workflow.history;

/// How far a Distributed Map is. `total` grows while items are read.
public record MapRunCounts(
    String status,
    long total,
    long pending,
    long running,
    long succeeded,
    long failed,
    long timedOut,
    long aborted) {}
