package dev.spannerpipe.apply;

import java.time.Duration;
import java.util.Optional;

/// The user's settings for applying a changelog.
///
/// @param lockTimeout how long to wait for another run's lease or for Liquibase's lock; zero means
///   not at all
/// @param timeout how long the whole run may last, from the start of the process
/// @param planSha256 the digest of the only plan that may be applied
/// @param allowDestructive whether statements that lose data may run
public record ApplySettings(
    Duration lockTimeout,
    Optional<Duration> timeout,
    Optional<String> planSha256,
    boolean allowDestructive) {}
