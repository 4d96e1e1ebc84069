package dev.spannerpipe.credentials.google;

import dev.spannerpipe.credentials.AccessReason;

/// Determines the reason of errors that every Google service can return, and the fix for them.
final class GoogleErrorMapper {
  private GoogleErrorMapper() {}

  static AccessReason common(ServiceException failure) {
    if (failure.detail().equals("SERVICE_DISABLED")) {
      return AccessReason.API_DISABLED;
    }
    if (failure.status() == 429 || failure.code().equals("RESOURCE_EXHAUSTED")) {
      return AccessReason.QUOTA_EXCEEDED;
    }
    if (failure.status() == 0) {
      return AccessReason.SERVICE_UNREACHABLE;
    }
    if (failure.isTransient()) {
      return AccessReason.SERVICE_UNAVAILABLE;
    }
    return failure.code().isEmpty() ? AccessReason.ANSWER_NOT_THE_SERVICES : AccessReason.REFUSED;
  }

  /// Returns what the user should do about an error.
  ///
  /// @param project the Google Cloud project in which the service must be enabled
  static String action(AccessReason reason, String service, String project) {
    return switch (reason) {
      case API_DISABLED ->
          "Run gcloud services enable " + service + " --project=" + project + " and wait a minute";
      case QUOTA_EXCEEDED -> "Run again later, or raise the quota of " + service;
      case SERVICE_UNREACHABLE -> "Let the step reach " + service + ", and run again";
      case SERVICE_UNAVAILABLE ->
          "Run again; if the problem persists, look for an outage of " + service;
      case ANSWER_NOT_THE_SERVICES ->
          "Find out what responds instead of " + service + "; it may be a proxy";
      default -> "Fix the problem reported by the service";
    };
  }
}
