package dev.spannerpipe.workflow;

/// How far a Distributed Map is. `total` grows while items are read.
record MapRunCounts(
    String status,
    long total,
    long pending,
    long running,
    long succeeded,
    long failed,
    long timedOut,
    long aborted) {}
