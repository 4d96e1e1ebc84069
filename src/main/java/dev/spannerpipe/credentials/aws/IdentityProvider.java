package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.text.Arn;
import java.net.URI;

/// The identity provider that an AWS account needs to accept the tokens of an issuer.
///
/// @param roleArn the ARN of a role in the AWS account, which also identifies the account
/// @param issuer the issuer of the tokens
/// @param audience the audience of the tokens
public record IdentityProvider(String roleArn, String issuer, String audience) {
  /// Returns the provider's ARN: `arn:aws:iam::123456789012:oidc-provider/…`.
  public String arn() {
    URI address = URI.create(issuer);
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return Arn.of(roleArn)
        .with("oidc-provider/" + address.getHost() + port + address.getPath())
        .toString();
  }

  /// Returns the command that creates the provider.
  public String create() {
    return "aws iam create-open-id-connect-provider --url %s --client-id-list '%s'"
        .formatted(issuer, audience);
  }

  /// Returns the command that adds the audience to the provider.
  public String addAudience() {
    return "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn %s --client-id '%s'"
        .formatted(arn(), audience);
  }
}
