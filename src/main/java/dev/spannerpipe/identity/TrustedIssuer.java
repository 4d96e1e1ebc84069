package dev.spannerpipe.identity;

import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// An issuer whose tokens are accepted, and the requirements for these tokens.
///
/// @param issuer the address of the issuer, exactly as in the claim `iss`
/// @param audiences the accepted audiences; a token must have at least one of them. Empty only for
///   Bitbucket; a token must then have the default audience of its workspace
/// @param algorithms the signature algorithms that the issuer may use
/// @param keyHosts the hosts, in addition to the issuer's own host, from which the issuer's keys
///   may be read
public record TrustedIssuer(
    Profile profile,
    String issuer,
    Set<String> audiences,
    Set<String> algorithms,
    Set<String> keyHosts) {
  /// The longest lifetime of a token.
  static final Duration LONGEST_LIFE = Duration.ofHours(24);

  private static final String BITBUCKET = "https://api.bitbucket.org/2.0/workspaces/";
  private static final String BITBUCKET_END = "/pipelines-config/identity/oidc";
  private static final Pattern BITBUCKET_PATH =
      Pattern.compile("/2\\.0/workspaces/([^/]+)" + Pattern.quote(BITBUCKET_END));
  private static final Pattern WORKSPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,61}");
  private static final Pattern OKTA_HOST =
      Pattern.compile("[a-z0-9-]+\\.(?:okta|oktapreview|okta-emea)\\.com");
  private static final String GOOGLE = "https://accounts.google.com";

  /// The kind of an issuer, which determines the checks of the issuer's tokens.
  public enum Profile {
    /// Bitbucket Pipelines: one issuer for each workspace.
    BITBUCKET,
    /// Okta.
    OKTA,
    /// Google accounts and Google Workspace.
    GOOGLE,
    /// Any other issuer that follows OpenID Connect.
    GENERIC
  }

  /// Copies the sets. Rejects an empty set of audiences unless the issuer is Bitbucket: without an
  /// expected audience, the pipe would accept tokens that the issuer made for other services.
  public TrustedIssuer {
    if (audiences.isEmpty() && profile != Profile.BITBUCKET) {
      throw new TokenRejectedException(
          TokenRejectionReason.AUDIENCE_UNKNOWN, "the audience to expect", "not known", "one");
    }
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    keyHosts = Set.copyOf(keyHosts);
  }

  /// Returns the issuer in the settings, or else the issuer of the step's workspace. Throws an
  /// `AccessFailure` if neither is known, or if an issuer that is not Bitbucket's has no audience
  /// in the settings.
  public static TrustedIssuer of(IdentitySettings settings) {
    try {
      URI address = settings.issuer().orElseGet(() -> ofWorkspace(settings.step()));
      return of(address, settings.audience().map(Set::of).orElse(Set.of()));
    } catch (TokenRejectedException refused) {
      throw refused.refusal().failure();
    }
  }

  /// Returns the issuer with this address. The address determines the profile.
  public static TrustedIssuer of(URI address, Set<String> audiences) {
    Profile profile = profile(address);
    return new TrustedIssuer(
        profile,
        address.toString(),
        audiences,
        profile == Profile.GENERIC ? Set.of("RS256", "ES256") : Set.of("RS256"),
        profile == Profile.GOOGLE ? Set.of("www.googleapis.com") : Set.of());
  }

  private static Profile profile(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    if (BITBUCKET_PATH.matcher(String.valueOf(address.getRawPath())).matches()) {
      return Profile.BITBUCKET;
    }
    if (address.toString().equals(GOOGLE)) {
      return Profile.GOOGLE;
    }
    return OKTA_HOST.matcher(host).matches() ? Profile.OKTA : Profile.GENERIC;
  }

  private static URI ofWorkspace(IdentitySettings.Step step) {
    String workspace =
        step.workspace()
            .orElseThrow(
                () ->
                    new TokenRejectedException(
                        TokenRejectionReason.ISSUER_UNKNOWN,
                        "the issuer to trust",
                        "not known",
                        "an address"));
    if (!WORKSPACE.matcher(workspace).matches()) {
      throw new TokenRejectedException(
          TokenRejectionReason.ISSUER_UNKNOWN,
          "BITBUCKET_WORKSPACE",
          SafeText.quoted(workspace),
          "the name of a workspace");
    }
    return URI.create(BITBUCKET + workspace + BITBUCKET_END);
  }

  /// Returns the name of the workspace in the issuer's address; empty if this is not a Bitbucket
  /// issuer.
  Optional<String> workspace() {
    return Optional.of(BITBUCKET_PATH.matcher(String.valueOf(URI.create(issuer).getRawPath())))
        .filter(java.util.regex.Matcher::matches)
        .map(path -> path.group(1));
  }
}
