package dev.spannerpipe.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who the run is and what it may do.
public sealed interface AccessEvent extends RunEvent {
  /// An address is not the service's own.
  record EndpointOverridden(String variable, String address) implements AccessEvent {}

  /// The policy was read, or there is none (`skipped`), or it cannot be used (`failed`).
  ///
  /// @param advice whether it comes from the branch that it restricts
  /// @param reason a code, where access to it was denied
  /// @param action what to do where it cannot be used
  /// @param problems of a policy that cannot be used, each with its line
  record PolicyRead(
      String message,
      @Nullable String file,
      @Nullable String sha256,
      @Nullable Boolean advice,
      @Nullable String reason,
      @Nullable String action,
      @Nullable List<String> problems)
      implements AccessEvent {
    /// Copies the list.
    public PolicyRead {
      problems = problems == null ? null : List.copyOf(problems);
    }

    /// A policy that is in force.
    public static PolicyRead of(String file, String sha256, boolean advice, String message) {
      return new PolicyRead(message, file, sha256, advice, null, null, null);
    }

    /// No policy.
    public static PolicyRead none(String message) {
      return new PolicyRead(message, null, null, null, null, null, null);
    }

    /// A policy that cannot be used.
    public static PolicyRead rejected(String file, Refusal refusal, List<String> problems) {
      return new PolicyRead(
          refusal.message(), file, null, null, refusal.reason(), refusal.action(), problems);
    }
  }

  /// The OIDC token passed every check.
  ///
  /// @param sha256 of the token
  record TokenVerified(
      String sha256,
      String issuer,
      String subject,
      List<String> audience,
      Instant issuedAt,
      Instant expiresAt)
      implements AccessEvent {
    /// Copies the list.
    public TokenVerified {
      audience = List.copyOf(audience);
    }
  }

  /// The OIDC token is not trusted.
  ///
  /// @param sha256 of the token
  record TokenRefused(Refusal refusal, String sha256) implements AccessEvent {}

  /// Credentials for Spanner or AWS were requested.
  ///
  /// @param identity whom the run acts as
  /// @param horizon how long they last, for people
  /// @param until when they end, if that is known
  /// @param policyPercent how much of its limit the session policy needs, for AWS
  /// @param reason a code, where there are none and the service gave it
  /// @param message why there are none
  /// @param action what to do where there are none
  record CredentialsIssued(
      @Nullable String identity,
      @Nullable String horizon,
      @Nullable Instant until,
      @Nullable Long policyPercent,
      @Nullable String reason,
      @Nullable String message,
      @Nullable String action)
      implements AccessEvent {
    /// Credentials that were issued.
    public static CredentialsIssued of(
        String identity, String horizon, @Nullable Instant until, @Nullable Long policyPercent) {
      return new CredentialsIssued(identity, horizon, until, policyPercent, null, null, null);
    }

    /// Credentials that were denied.
    public static CredentialsIssued denied(Refusal refusal) {
      return new CredentialsIssued(
          null, null, null, null, refusal.reason(), refusal.message(), refusal.action());
    }
  }

  /// A gate decided on the plan, or on what comes before and after it.
  ///
  /// @param rule which rule decided
  /// @param mode of the policy: `enforce` or [#AUDIT]; absent without a policy
  /// @param allowed what the policy says, also where it only watches
  /// @param actions what was to be done
  /// @param target on what
  /// @param advice whether the policy comes from the branch that it restricts
  record PolicyDecided(
      String rule,
      String reason,
      @Nullable String mode,
      @Nullable Boolean allowed,
      @Nullable List<String> actions,
      @Nullable String target,
      @Nullable String policySha256,
      @Nullable String policyOrigin,
      @Nullable Boolean advice)
      implements AccessEvent {
    /// The mode that only watches.
    public static final String AUDIT = "audit";

    /// Copies the list.
    public PolicyDecided {
      actions = actions == null ? null : List.copyOf(actions);
    }

    /// Returns whether it would be denied if the policy were enforced.
    public boolean isOnlyWatched() {
      return AUDIT.equals(mode) && !Boolean.TRUE.equals(allowed);
    }

    /// The decision of a rule that is no policy's.
    public static PolicyDecided of(String rule, String reason) {
      return new PolicyDecided(rule, reason, null, null, null, null, null, null, null);
    }
  }

  /// Why something was denied.
  ///
  /// @param action what to do about it
  /// @param reason a code, where there is one
  record Refusal(String message, String action, @Nullable String reason) {}
}
