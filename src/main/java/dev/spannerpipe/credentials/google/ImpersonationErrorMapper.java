package dev.spannerpipe.credentials.google;

import dev.spannerpipe.credentials.AccessReason;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.identity.VerifiedToken;

/// Maps errors of Google's credentials service to failures with a reason and a fix.
final class ImpersonationErrorMapper {
  private final String account;
  private final String principal;

  ImpersonationErrorMapper(String account, ProviderName provider, VerifiedToken token) {
    this.account = account;
    this.principal = provider.principal(token.claims());
  }

  AccessFailure of(ServiceException failure) {
    AccessReason reason = reason(failure);
    return new AccessFailure(
        reason.code(),
        "Could not act as the service account %s: %s".formatted(account, failure.reason()),
        action(reason));
  }

  static AccessReason reason(ServiceException failure) {
    if (failure.code().isEmpty() || failure.detail().equals("SERVICE_DISABLED")) {
      return GoogleErrorMapper.common(failure);
    }
    return switch (failure.status()) {
      case 400 ->
          failure.words().contains("lifetime")
              ? AccessReason.LIFETIME_NOT_ALLOWED
              : AccessReason.REFUSED;
      case 401 -> AccessReason.FEDERATED_TOKEN_REFUSED;
      case 403 -> AccessReason.IMPERSONATION_DENIED;
      case 404 -> AccessReason.ACCOUNT_MISSING;
      default -> GoogleErrorMapper.common(failure);
    };
  }

  private String action(AccessReason reason) {
    return switch (reason) {
      case IMPERSONATION_DENIED ->
          "Check the account's e-mail address, then run gcloud iam service-accounts"
              + " add-iam-policy-binding "
              + account
              + " --project="
              + project()
              + " --role=roles/iam.workloadIdentityUser --member='"
              + principal
              + "' (the provider must map that attribute; a change takes up to 5 minutes)";
      case ACCOUNT_MISSING ->
          "Correct GOOGLE_SERVICE_ACCOUNT; gcloud iam service-accounts list --project="
              + project()
              + " lists the existing accounts";
      case LIFETIME_NOT_ALLOWED ->
          "Run again; if the problem persists, set the clock of this machine";
      case FEDERATED_TOKEN_REFUSED ->
          "Run again; if the problem persists, check that GOOGLE_STS_ENDPOINT and"
              + " GOOGLE_IAM_CREDENTIALS_ENDPOINT belong together";
      default -> GoogleErrorMapper.action(reason, "iamcredentials.googleapis.com", project());
    };
  }

  /// Returns the project from the account's email address, `name@project.iam.gserviceaccount.com`.
  private String project() {
    String domain = account.substring(account.indexOf('@') + 1);
    return domain.endsWith(".iam.gserviceaccount.com")
        ? domain.substring(0, domain.indexOf('.'))
        : "<project>";
  }
}
