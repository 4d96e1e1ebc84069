package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.text.Arn;
import java.net.URI;

/// The identity provider that an AWS account needs for an issuer's tokens, and the commands that
/// make it.
///
/// @param roleArn a role of the account
/// @param issuer whose tokens it is for
/// @param audience whom they are for
public record IdentityProvider(String roleArn, String issuer, String audience) {
  /// Returns the provider's ARN: `arn:aws:iam::123456789012:oidc-provider/…`.
  public String arn() {
    URI address = URI.create(issuer);
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return Arn.of(roleArn)
        .with("oidc-provider/" + address.getHost() + port + address.getPath())
        .toString();
  }

  /// Returns the command that makes the provider.
  public String create() {
    return "aws iam create-open-id-connect-provider --url %s --client-id-list '%s'"
        .formatted(issuer, audience);
  }

  /// Returns the command that lets the provider take the audience.
  public String addAudience() {
    return "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn %s --client-id '%s'"
        .formatted(arn(), audience);
  }
}
