package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.credentials.AccessReason;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.text.SafeText;
import java.util.Optional;

/// Maps errors of AWS's token service to failures with a reason and a fix.
final class AwsStsErrorMapper {
  private final String roleArn;
  private final WebIdentity identity;
  private final String sessionName;

  AwsStsErrorMapper(String roleArn, WebIdentity identity, String sessionName) {
    this.roleArn = roleArn;
    this.identity = identity;
    this.sessionName = sessionName;
  }

  AccessFailure of(AwsException failure) {
    AccessReason reason = reason(failure);
    return new AccessFailure(
        reason.code(),
        "Could not assume role %s: %s".formatted(roleArn, failure.reason()),
        action(reason));
  }

  static AccessReason reason(AwsException failure) {
    if (failure.issuerUnreachable()) {
      return AccessReason.ISSUER_UNREACHABLE;
    }
    return switch (failure.code()) {
      case "InvalidIdentityToken" ->
          String.valueOf(failure.getMessage()).contains("Incorrect token audience")
              ? AccessReason.AUDIENCE_NOT_ALLOWED
              : AccessReason.IDENTITY_PROVIDER_MISSING;
      case "ExpiredToken", "ExpiredTokenException" -> AccessReason.OIDC_TOKEN_EXPIRED;
      case "AccessDenied" -> AccessReason.ROLE_DENIED;
      case "IDPRejectedClaim" -> AccessReason.CLAIM_REFUSED;
      case "MalformedPolicyDocument", "PackedPolicyTooLarge" -> AccessReason.SESSION_POLICY_REFUSED;
      case "RegionDisabledException" -> AccessReason.REGION_DISABLED;
      case "ValidationError" -> AccessReason.LIFETIME_NOT_ALLOWED;
      default -> common(failure);
    };
  }

  private static AccessReason common(AwsException failure) {
    if (failure.status() == 0) {
      return AccessReason.SERVICE_UNREACHABLE;
    }
    if (failure.isTransient()) {
      return AccessReason.SERVICE_UNAVAILABLE;
    }
    return failure.code().isEmpty() ? AccessReason.ANSWER_NOT_THE_SERVICES : AccessReason.REFUSED;
  }

  private String action(AccessReason reason) {
    return switch (reason) {
      case ROLE_DENIED ->
          "Let the role's trust policy allow sts:AssumeRoleWithWebIdentity to "
              + provider()
              + trusted()
              + " and sts:RoleSessionName "
              + sessionName
              + "; values are case-sensitive, StringEquals accepts no *, and a change takes a minute";
      case IDENTITY_PROVIDER_MISSING -> "Run, in the role's account, " + awsProvider().create();
      case AUDIENCE_NOT_ALLOWED -> "Run " + awsProvider().addAudience();
      case OIDC_TOKEN_EXPIRED ->
          "Run the step again: its OIDC token has expired and cannot be renewed inside a step";
      case ISSUER_UNREACHABLE ->
          "Run again; if the problem persists, check that "
              + issuer()
              + " can be reached from the internet";
      case CLAIM_REFUSED -> "Check that the token's claims are those that the issuer gives to AWS";
      case SESSION_POLICY_REFUSED ->
          "Give the role fewer session tags and managed session policies; the pipe's own policy is"
              + " already as small as it can be";
      case REGION_DISABLED ->
          "Enable the region for the account, or set AWS_DEFAULT_REGION to one that is enabled";
      case LIFETIME_NOT_ALLOWED ->
          "Check that the role's maximum session duration is at least one hour";
      case SERVICE_UNREACHABLE -> "Let the step reach AWS's token service, and run again";
      case SERVICE_UNAVAILABLE ->
          "Run again; if the problem persists, look for an outage of AWS's token service";
      case ANSWER_NOT_THE_SERVICES ->
          "Find out what responds instead of AWS's token service; it may be a proxy";
      default -> "Fix the problem reported by the service";
    };
  }

  private String trusted() {
    Optional<Claims> claims = identity.claims();
    return claims
        .map(known -> " for aud " + audience() + ", sub " + subject(known))
        .orElse(" for accounts.google.com:oaud " + identity.audience());
  }

  /// Returns the pattern with which a trust policy should match the token's subject. A subject of
  /// Bitbucket ends with the step's UUID, which changes with every run, so the pattern has `*` in
  /// its place.
  private static String subject(Claims claims) {
    Optional<String> repository = claims.text("repositoryUuid");
    String environment =
        claims.text("deploymentEnvironmentUuid").map(uuid -> uuid + ":*").orElse("*");
    return SafeText.message(
        repository.map(uuid -> uuid + ":" + environment).orElse(claims.subject()));
  }

  private String audience() {
    return SafeText.message(
        identity.claims().map(claims -> claims.audience().getFirst()).orElse(identity.audience()));
  }

  private String issuer() {
    return SafeText.message(
        identity.claims().map(Claims::issuer).orElse("https://accounts.google.com"));
  }

  /// Returns the provider that the trust policy must name. If the claims are empty, the token comes
  /// from a Google runtime, and AWS accepts it without an identity provider in the account.
  private String provider() {
    return identity.claims().isEmpty() ? "accounts.google.com" : awsProvider().arn();
  }

  private IdentityProvider awsProvider() {
    return new IdentityProvider(roleArn, issuer(), audience());
  }
}
