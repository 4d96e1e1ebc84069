package dev.spannerpipe.config;

import java.util.Optional;

/// The settings that only `history` uses.
///
/// @param verify whether to compute the hashes of the recorded events and runs again and compare
///   them with the stored hashes
/// @param expectHead a hash of an event or of a run, saved outside of the database, that the record
///   of runs in the database must contain; lowercase hexadecimal
public record HistorySettings(boolean verify, Optional<String> expectHead) {}
