package dev.spannerpipe.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An issuer whose tokens the policy accepts.
///
/// @param name the name of the issuer in the policy's rules
/// @param address the claim `iss` that the issuer's tokens must have
/// @param audiences the accepted audiences; a token must have one of them
/// @param algorithms the signature algorithms to accept
/// @param maxAge the longest lifetime of a token
/// @param workspaceUuid the UUID of the workspace that the issuer's tokens must come from, in
///   braces
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
