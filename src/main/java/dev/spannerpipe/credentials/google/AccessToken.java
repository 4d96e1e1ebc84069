package dev.spannerpipe.credentials.google;

import dev.spannerpipe.secret.Secret;
import java.time.Instant;

/// A bearer token for Google's services, with its expiration time.
public record AccessToken(Secret value, Instant expiresAt) {}
