package dev.spannerpipe.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events about the identity of the run, and about what the run may do.
public sealed interface AccessEvent extends RunEvent {
  /// A variable replaces the default address of a service.
  record EndpointOverridden(String variable, String address) implements AccessEvent {}

  /// The run read the policy (outcome `succeeded`), has no policy (`skipped`), or cannot use the
  /// policy (`failed`).
  ///
  /// @param advice whether the policy is only advisory, because its file comes from the checked-out
  ///   Git branch
  /// @param reason an error code, if access to the policy was denied
  /// @param action what to do if the policy cannot be used
  /// @param problems why the policy cannot be used: each problem with the line of the policy
  record PolicyRead(
      String message,
      @Nullable String file,
      @Nullable String sha256,
      @Nullable Boolean advice,
      @Nullable String reason,
      @Nullable String action,
      @Nullable List<String> problems)
      implements AccessEvent {
    public PolicyRead {
      problems = problems == null ? null : List.copyOf(problems);
    }

    /// Returns the event of a policy that is in force.
    public static PolicyRead of(String file, String sha256, boolean advice, String message) {
      return new PolicyRead(message, file, sha256, advice, null, null, null);
    }

    /// Returns the event of a run without a policy.
    public static PolicyRead none(String message) {
      return new PolicyRead(message, null, null, null, null, null, null);
    }

    /// Returns the event of a policy that cannot be used.
    public static PolicyRead rejected(String file, Refusal refusal, List<String> problems) {
      return new PolicyRead(
          refusal.message(), file, null, null, refusal.reason(), refusal.action(), problems);
    }
  }

  /// The OIDC token passed every check.
  ///
  /// @param sha256 the SHA-256 of the token
  record TokenVerified(
      String sha256,
      String issuer,
      String subject,
      List<String> audience,
      Instant issuedAt,
      Instant expiresAt)
      implements AccessEvent {
    public TokenVerified {
      audience = List.copyOf(audience);
    }
  }

  /// The OIDC token was rejected.
  ///
  /// @param sha256 the SHA-256 of the token
  record TokenRefused(Refusal refusal, String sha256) implements AccessEvent {}

  /// The run requested credentials for Spanner or AWS, and they were issued or denied.
  ///
  /// @param identity the identity that the run acts as, such as a service account's email address
  /// @param horizon the lifetime of the credentials, as text for people
  /// @param until when the credentials expire, if the time is known
  /// @param policyPercent for AWS: how much of the size limit the session policy uses, in percent
  /// @param reason an error code, if the service denied the credentials and reported a code
  /// @param message why the credentials were denied
  /// @param action what to do if the credentials were denied
  record CredentialsIssued(
      @Nullable String identity,
      @Nullable String horizon,
      @Nullable Instant until,
      @Nullable Long policyPercent,
      @Nullable String reason,
      @Nullable String message,
      @Nullable String action)
      implements AccessEvent {
    /// Returns the event of credentials that were issued.
    public static CredentialsIssued of(
        String identity, String horizon, @Nullable Instant until, @Nullable Long policyPercent) {
      return new CredentialsIssued(identity, horizon, until, policyPercent, null, null, null);
    }

    /// Returns the event of credentials that were denied.
    public static CredentialsIssued denied(Refusal refusal) {
      return new CredentialsIssued(
          null, null, null, null, refusal.reason(), refusal.message(), refusal.action());
    }
  }

  /// The policy decided about the plan, or about actions that are not part of the plan. If there is
  /// no policy, the pipe's own rule on data loss decided.
  ///
  /// @param rule the rule that decided
  /// @param mode the mode of the policy: `enforce` or [#AUDIT]; absent without a policy
  /// @param allowed whether the policy allows the actions, even if its mode is `audit`
  /// @param actions the actions that were checked
  /// @param target the target of the actions
  /// @param advice whether the policy is only advisory, because its file comes from the checked-out
  ///   Git branch
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
    /// The mode in which a policy only reports what it would deny.
    public static final String AUDIT = "audit";

    public PolicyDecided {
      actions = actions == null ? null : List.copyOf(actions);
    }

    /// Returns whether the policy denies the actions but does not stop the run, because the
    /// policy's mode is `audit`.
    public boolean isOnlyWatched() {
      return AUDIT.equals(mode) && !Boolean.TRUE.equals(allowed);
    }

    /// Returns the decision of a rule that does not come from a policy.
    public static PolicyDecided of(String rule, String reason) {
      return new PolicyDecided(rule, reason, null, null, null, null, null, null, null);
    }
  }

  /// Why a token, a policy or credentials were denied.
  ///
  /// @param action what the user should do
  /// @param reason an error code, if there is one
  record Refusal(String message, String action, @Nullable String reason) {}
}
