package dev.spannerpipe.credentials.google;

import dev.spannerpipe.credentials.AccessReason;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.text.SafeText;

/// Maps errors of Google's token service to failures with a reason and a fix. Where one error code
/// stands for several reasons, the text of the service's message decides between them. The test of
/// this class quotes the known messages.
final class StsErrorMapper {
  private final ProviderName provider;
  private final Claims claims;

  StsErrorMapper(ProviderName provider, VerifiedToken token) {
    this.provider = provider;
    this.claims = token.claims();
  }

  AccessFailure of(ServiceException failure) {
    AccessReason reason = reason(failure);
    return new AccessFailure(
        reason.code(),
        "Could not exchange the OIDC token at %s: %s".formatted(provider, failure.reason()),
        action(reason));
  }

  static AccessReason reason(ServiceException failure) {
    if (failure.words().contains("exceeds the 127 bytes limit")) {
      return AccessReason.ATTRIBUTE_TOO_LONG;
    }
    return switch (failure.code()) {
      case "invalid_target" -> AccessReason.PROVIDER_MISSING;
      case "unauthorized_client" -> AccessReason.CONDITION_NOT_MET;
      case "invalid_grant" -> grant(failure);
      case "invalid_request" ->
          failure.words().startsWith("Invalid value for \"audience\"")
              ? AccessReason.PROVIDER_NAME_INVALID
              : AccessReason.REFUSED;
      default -> GoogleErrorMapper.common(failure);
    };
  }

  private static AccessReason grant(ServiceException failure) {
    String words = failure.words();
    if (TokenServices.issuerUnreachable(failure)) {
      return AccessReason.ISSUER_UNREACHABLE;
    }
    if (words.startsWith("The audience in ID Token")) {
      return AccessReason.AUDIENCE_NOT_ALLOWED;
    }
    if (words.startsWith("The issuer in ID Token")) {
      return AccessReason.ISSUER_NOT_ALLOWED;
    }
    return words.contains("is stale to sign-in")
        ? AccessReason.OIDC_TOKEN_EXPIRED
        : AccessReason.OIDC_TOKEN_REFUSED;
  }

  private String action(AccessReason reason) {
    return switch (reason) {
      case PROVIDER_NAME_INVALID ->
          "Write GOOGLE_WORKLOAD_IDENTITY_PROVIDER as projects/<number>/locations/global/"
              + "workloadIdentityPools/<pool>/providers/<provider>, with the project's number";
      case PROVIDER_MISSING ->
          "Check number, pool and provider with "
              + describe("")
              + "; pool and provider must be enabled, and a new one needs up to 5 minutes";
      case AUDIENCE_NOT_ALLOWED ->
          "Add the token's audience to the provider: "
              + update("--allowed-audiences='" + audience() + "'");
      case ISSUER_NOT_ALLOWED ->
          "Set the provider's issuer to exactly the token's issuer: "
              + update("--issuer-uri='" + SafeText.message(claims.issuer()) + "'");
      case CONDITION_NOT_MET ->
          "Compare the provider's condition with the token's claims ("
              + shown()
              + "): "
              + describe(" --format='value(attributeCondition)'");
      case ATTRIBUTE_TOO_LONG ->
          "Map google.subject to a claim of at most 127 bytes: "
              + update("--attribute-mapping='google.subject=assertion.stepUuid,…'");
      case OIDC_TOKEN_EXPIRED ->
          "Run the step again: its OIDC token expired at "
              + claims.expiresAt()
              + " and cannot be renewed inside a step";
      case ISSUER_UNREACHABLE ->
          "Check that "
              + SafeText.message(claims.issuer())
              + " can be reached from the internet, and run again";
      case OIDC_TOKEN_REFUSED -> "Check the provider with " + describe("");
      default -> GoogleErrorMapper.action(reason, "sts.googleapis.com", provider.project());
    };
  }

  private String audience() {
    return SafeText.message(String.join(",", claims.audience()));
  }

  /// Returns the claims that a provider's condition usually checks, with their values.
  private String shown() {
    StringBuilder shown = new StringBuilder();
    for (String name : new String[] {"workspaceUuid", "repositoryUuid", "branchName"}) {
      claims
          .text(name)
          .ifPresent(
              value -> shown.append(name).append('=').append(SafeText.message(value)).append(", "));
    }
    String environment =
        claims.text("deploymentEnvironmentUuid").map(SafeText::message).orElse("none");
    return shown.isEmpty()
        ? "sub=" + SafeText.message(claims.subject())
        : shown + "deploymentEnvironmentUuid=" + environment;
  }

  private String describe(String more) {
    return command("describe", more);
  }

  private String update(String what) {
    return command("update-oidc", " " + what);
  }

  private String command(String verb, String more) {
    return "gcloud iam workload-identity-pools providers "
        + verb
        + " "
        + provider.provider()
        + " --project="
        + provider.project()
        + " --location=global --workload-identity-pool="
        + provider.pool()
        + more;
  }
}
