package dev.spannerpipe.apply;

import java.time.Duration;
import java.util.Optional;

/// What the user says about how to apply.
///
/// @param lockTimeout how long to wait for another run's lease or Liquibase's lock; zero means not
///   at all
/// @param timeout how long the whole run may take, from the start of the process
/// @param planSha256 the digest of the one plan that may be applied
/// @param allowDestructive whether statements that lose data may run
public record ApplySettings(
    Duration lockTimeout,
    Optional<Duration> timeout,
    Optional<String> planSha256,
    boolean allowDestructive) {}
