package dev.spannerpipe.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An issuer whose tokens the policy accepts.
///
/// @param name what the policy's rules call it
/// @param address the issuer, exactly as its tokens name it
/// @param audiences of which a token must have one
/// @param algorithms the signature algorithms to accept
/// @param maxAge how long a token may live
/// @param workspaceUuid which workspace its tokens must be from, in braces
public record Issuer(
    String name,
    Profile profile,
    String address,
    List<String> audiences,
    List<String> algorithms,
    Optional<Duration> maxAge,
    Optional<String> workspaceUuid) {
  /// What an issuer's tokens look like.
  public enum Profile {
    /// Bitbucket Pipelines.
    BITBUCKET,
    /// Okta.
    OKTA,
    /// Google Workspace and Google accounts.
    GOOGLE,
    /// Any other OpenID Connect provider.
    OIDC
  }

  /// Copies the lists.
  public Issuer {
    audiences = List.copyOf(audiences);
    algorithms = List.copyOf(algorithms);
  }
}
