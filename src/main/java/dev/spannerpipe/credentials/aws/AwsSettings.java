package dev.spannerpipe.credentials.aws;

import java.net.URI;
import java.util.Optional;

/// How a run gets its AWS credentials.
///
/// @param roleArn the role to assume
/// @param region the region of the token service, such as `eu-west-1`
/// @param stsEndpoint the address that replaces the token service's default address; empty for the
///   default
public record AwsSettings(String roleArn, String region, Optional<URI> stsEndpoint) {
  /// The default audience of an ID token that the metadata server of a Google runtime, such as
  /// Cloud Run, issues for AWS. The role's trust policy must require this audience in the condition
  /// key `accounts.google.com:oaud`.
  public static final String AUDIENCE = "sts.amazonaws.com";
}
