package dev.spannerpipe.identity;

import dev.spannerpipe.secret.Secret;

/// A token that passed every check.
///
/// @param token the token itself
/// @param sha256 the SHA-256 of the token in lowercase hexadecimal, which identifies the token in
///   the record of the run
public record VerifiedToken(Secret token, Claims claims, String sha256) {}
