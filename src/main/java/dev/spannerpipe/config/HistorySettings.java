package dev.spannerpipe.config;

import java.util.Optional;

/// What `history` should check.
///
/// @param verify whether the chain is computed again
/// @param expectHead the hash that the chain must end with, kept elsewhere; lowercase hexadecimal
public record HistorySettings(boolean verify, Optional<String> expectHead) {}
