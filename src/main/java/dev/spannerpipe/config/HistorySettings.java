package dev.spannerpipe.config;

import java.util.Optional;

/// The settings that only `history` uses.
///
/// @param verify whether to compute the hash chain again and compare it with the stored chain
/// @param expectHead the hash of an event, or of a link of the hash chain, that was saved outside
///   of the database and that the record must contain; lowercase hexadecimal
public record HistorySettings(boolean verify, Optional<String> expectHead) {}
