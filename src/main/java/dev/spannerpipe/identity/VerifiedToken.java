package dev.spannerpipe.identity;

import dev.spannerpipe.secret.Secret;

/// A token that passed every check.
///
/// @param token the token itself
/// @param sha256 its SHA-256 in lowercase hexadecimal, which identifies it in the record
public record VerifiedToken(Secret token, Claims claims, String sha256) {}
