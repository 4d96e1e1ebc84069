package dev.spannerpipe.config;

import dev.spannerpipe.sql.Dialect;
import java.util.Optional;

/// The settings that only `preview` uses.
///
/// @param emulator the `host:port` of the emulator in which changes are replayed; if empty, the run
///   starts an emulator
/// @param dialect the dialect if no database can be asked
/// @param destinationCommit the commit that the pull request is merged into, or a prefix of its
///   hash; empty outside of a pull request's pipeline
/// @param review where the result is published
public record PreviewSettings(
    Optional<String> emulator,
    Dialect dialect,
    Optional<String> destinationCommit,
    ReviewSettings review) {}
