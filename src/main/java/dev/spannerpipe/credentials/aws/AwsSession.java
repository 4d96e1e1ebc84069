package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.secret.Secret;
import java.time.Instant;

/// Temporary credentials for AWS.
///
/// @param sessionName the name of the session in AWS's audit log
public record AwsSession(
    String accessKeyId,
    Secret secretAccessKey,
    Secret sessionToken,
    Instant expiresAt,
    String sessionName) {}
