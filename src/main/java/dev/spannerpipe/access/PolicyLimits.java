package dev.spannerpipe.access;

import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.credentials.google.TokenTerms;
import dev.spannerpipe.policy.Decision;
import dev.spannerpipe.policy.IdentityLimits;
import dev.spannerpipe.spanner.SpannerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Restricts a run to the identity and the limits that the policy requires. Where the settings name
/// no identity, the policy's identity is used. If the settings contradict the policy, the policy's
/// decision about the run becomes a denial.
final class PolicyLimits {
  private static final String ALL_SCOPES = "https://www.googleapis.com/auth/cloud-platform";
  private static final String SAME = "Let the policy name the same %s for all actions of one run";

  /// The shortest duration that a session of AWS can have.
  private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);

  private PolicyLimits() {}

  /// The reason why a run does not comply with the policy's limits, and what the user can do.
  private record Excess(String reason, String action) {}

  /// Returns the settings with the policy's account, if the settings name no account.
  static GoogleSettings within(GoogleSettings settings, IdentityLimits limits) {
    return switch (settings.source()) {
      case GoogleSettings.Exchange(String provider, Optional<String> account)
          when account.isEmpty() && limits.google().isPresent() ->
          new GoogleSettings(
              new GoogleSettings.Exchange(provider, limits.google()),
              settings.stsEndpoint(),
              settings.iamCredentialsEndpoint(),
              settings.metadataHost());
      case GoogleSettings.Exchange _,
          GoogleSettings.ConfigurationFile _,
          GoogleSettings.Attached _ ->
          settings;
    };
  }

  /// Returns the settings with the policy's database role, if the settings name no role.
  static SpannerSettings within(SpannerSettings settings, IdentityLimits limits) {
    return settings.databaseRole().isEmpty()
        ? limits.databaseRole().map(settings::withDatabaseRole).orElse(settings)
        : settings;
  }

  /// Returns the terms (scopes and lifetime) of access tokens, without the scopes that the policy
  /// does not allow, and with at most the lifetime that the policy allows.
  static TokenTerms within(TokenTerms terms, IdentityLimits limits) {
    return new TokenTerms(
        terms.scopes().stream().filter(scope -> isGiven(scope, limits)).toList(),
        shorter(terms.longest(), limits));
  }

  /// Returns the duration of the AWS session to request: the needed duration, or less if the policy
  /// allows less.
  ///
  /// @param needed the duration for which the run needs the session
  static Duration awsSession(Duration needed, IdentityLimits limits) {
    return shorter(needed, limits);
  }

  /// Returns the decision unchanged, or a denial. It is a denial if the run's Google identity or
  /// database role is not the one that the policy requires, or if the identity's tokens exceed the
  /// policy's limits.
  static Decision hold(Decision decision, GoogleIdentity acting) {
    IdentityLimits limits = decision.limits();
    return hold(
        decision,
        Stream.of(
            account(acting, limits),
            databaseRole(acting, limits),
            scopes(acting, limits),
            tokens(acting, limits)));
  }

  /// Returns the decision unchanged, or a denial. It is a denial if the run's AWS role is not the
  /// role that the policy requires, or if AWS does not issue sessions as short as the policy
  /// requires.
  static Decision hold(Decision decision, AwsSettings aws) {
    IdentityLimits limits = decision.limits();
    return hold(decision, Stream.of(role(aws, limits), session(limits)));
  }

  private static Decision hold(Decision decision, Stream<Optional<Excess>> checks) {
    return checks
        .flatMap(Optional::stream)
        .findFirst()
        .filter(_ -> decision.allowed())
        .map(excess -> decision.but(excess.reason(), excess.action()))
        .orElse(decision);
  }

  private static Optional<Excess> account(GoogleIdentity acting, IdentityLimits limits) {
    return limits
        .google()
        .filter(account -> !account.equals(acting.identity()))
        .map(
            account ->
                new Excess(
                    "this run acts as %s, but the policy requires %s"
                        .formatted(acting.identity(), account),
                    acting.attached()
                        ? "Attach %s to the job".formatted(account)
                        : "Set GOOGLE_SERVICE_ACCOUNT to " + account));
  }

  private static Optional<Excess> databaseRole(GoogleIdentity acting, IdentityLimits limits) {
    return limits
        .databaseRole()
        .filter(role -> !acting.databaseRole().equals(Optional.of(role)))
        .map(
            role ->
                new Excess(
                    "this run uses %s, but the policy requires %s"
                        .formatted(
                            acting
                                .databaseRole()
                                .map(own -> "the database role " + own)
                                .orElse("no database role"),
                            role),
                    "Set SPANNER_DATABASE_ROLE to " + role));
  }

  private static Optional<Excess> scopes(GoogleIdentity acting, IdentityLimits limits) {
    return acting.scopes().stream()
        .filter(scope -> !isGiven(scope, limits))
        .findFirst()
        .map(
            scope ->
                new Excess(
                    "this run's tokens have the scope %s, but the policy allows only %s"
                        .formatted(scope, limits.scope().orElseThrow()),
                    SAME.formatted("scope")));
  }

  private static Optional<Excess> tokens(GoogleIdentity acting, IdentityLimits limits) {
    return limits
        .maxSession()
        .filter(most -> acting.longest().compareTo(most) > 0)
        .map(
            most ->
                new Excess(
                    "this run's tokens may be valid for %d s, but the policy requires at most %d s"
                        .formatted(acting.longest().toSeconds(), most.toSeconds()),
                    acting.identity().contains("@") && !acting.attached()
                        ? SAME.formatted("maxSession")
                        : "Set GOOGLE_SERVICE_ACCOUNT: only the tokens of an impersonated account can have a shorter lifetime"));
  }

  private static Optional<Excess> role(AwsSettings aws, IdentityLimits limits) {
    return limits
        .aws()
        .filter(role -> !role.equals(aws.roleArn()))
        .map(
            role ->
                new Excess(
                    "this run assumes %s, but the policy requires %s"
                        .formatted(aws.roleArn(), role),
                    "Set AWS_OIDC_ROLE_ARN to " + role));
  }

  private static Optional<Excess> session(IdentityLimits limits) {
    return limits
        .maxSession()
        .filter(most -> most.compareTo(SHORTEST_SESSION) < 0)
        .map(
            most ->
                new Excess(
                    "AWS issues no session shorter than %d s, but the policy requires at most %d s"
                        .formatted(SHORTEST_SESSION.toSeconds(), most.toSeconds()),
                    "Set maxSession to 15m or more in the policy's rules for AWS actions"));
  }

  private static boolean isGiven(String scope, IdentityLimits limits) {
    List<String> given = limits.scope().map(text -> List.of(text.split(" ", -1))).orElse(List.of());
    return given.isEmpty() || given.contains(scope) || given.contains(ALL_SCOPES);
  }

  private static Duration shorter(Duration wanted, IdentityLimits limits) {
    return limits.maxSession().filter(most -> most.compareTo(wanted) < 0).orElse(wanted);
  }
}
