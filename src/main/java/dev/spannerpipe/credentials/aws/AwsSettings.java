package dev.spannerpipe.credentials.aws;

import java.net.URI;
import java.util.Optional;

/// How a run gets its AWS credentials.
///
/// @param roleArn the role to assume
/// @param region the region of the token service, as in `eu-west-1`
/// @param stsEndpoint another address of the token service
public record AwsSettings(String roleArn, String region, Optional<URI> stsEndpoint) {
  /// The default audience of an ID token that a Google runtime's metadata server issues for AWS.
  /// The role's trust policy must name it as `accounts.google.com:oaud`.
  public static final String AUDIENCE = "sts.amazonaws.com";
}
