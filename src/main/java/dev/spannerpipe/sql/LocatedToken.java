package dev.spannerpipe.sql;

/// A token with its position in the statement's text.
///
/// @param start the index of its first character
/// @param end the index after its last character
public record LocatedToken(SqlToken token, int start, int end) {}
