package dev.spannerpipe.config;

import java.util.Optional;

/// What `history` checks.
///
/// @param verify whether to compute and compare the chain
/// @param expectHead the hash of an event or link that was kept elsewhere, which the record must
///   contain; lowercase hexadecimal
public record HistorySettings(boolean verify, Optional<String> expectHead) {}
