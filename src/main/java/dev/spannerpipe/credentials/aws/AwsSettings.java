package dev.spannerpipe.credentials.aws;

import java.net.URI;
import java.util.Optional;

/// How a run gets its AWS credentials.
///
/// @param roleArn the role to take on
/// @param region where the token service is asked, as in `eu-west-1`
/// @param stsEndpoint another address of the token service
public record AwsSettings(String roleArn, String region, Optional<URI> stsEndpoint) {
  /// The audience of an ID token that a Google runtime's metadata server makes for AWS, where no
  /// other is set; the role's trust policy has to name it as `accounts.google.com:oaud`.
  public static final String AUDIENCE = "sts.amazonaws.com";
}
