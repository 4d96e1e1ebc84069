package dev.spannerpipe.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An issuer whose tokens the policy accepts.
///
/// @param name its name in the policy's rules
/// @param address the issuer, exactly as its tokens name it
/// @param audiences a token must have one of these
/// @param algorithms the signature algorithms to accept
/// @param maxAge the longest lifetime of a token
/// @param workspaceUuid the workspace that its tokens must come from, in braces
public record Issuer(
    String name,
    Profile profile,
    String address,
    List<String> audiences,
    List<String> algorithms,
    Optional<Duration> maxAge,
    Optional<String> workspaceUuid) {
  /// The kind of an issuer's tokens.
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
