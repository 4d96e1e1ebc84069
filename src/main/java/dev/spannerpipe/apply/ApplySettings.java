package dev.spannerpipe.apply;

import java.time.Duration;
import java.util.Optional;

/// The user's settings for applying a changelog.
///
/// @param lockTimeout how long to wait until another run releases the lease (the right to change
///   the database), or until plain Liquibase releases its lock; zero means no wait
/// @param timeout how long the whole run may last, from the start of the process; empty means no
///   limit
/// @param allowDestructive whether statements that lose data may run
public record ApplySettings(
    Duration lockTimeout, Optional<Duration> timeout, boolean allowDestructive) {}
