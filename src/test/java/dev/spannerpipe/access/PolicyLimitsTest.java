package dev.spannerpipe.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.google.GoogleScopes;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.credentials.google.TokenTerms;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.Decision;
import dev.spannerpipe.policy.IdentityLimits;
import dev.spannerpipe.policy.Origin;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.text.DatabaseName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyLimitsTest {
  private static final String ACCOUNT = "deploy@acme.iam.gserviceaccount.com";
  private static final String OTHER = "other@acme.iam.gserviceaccount.com";
  private static final String PRINCIPAL = "principal://iam.googleapis.com/projects/1/x";
  private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";
  private static final String DATA = "https://www.googleapis.com/auth/spanner.data";
  private static final String ADMIN = "https://www.googleapis.com/auth/spanner.admin";
  private static final IdentityLimits LIMITS =
      new IdentityLimits(
          Optional.of(ACCOUNT),
          Optional.of(DATA),
          Optional.of("migrator"),
          Optional.of(ROLE),
          Optional.of(Duration.ofMinutes(30)));
  private static final GoogleIdentity ACTING =
      new GoogleIdentity(
          ACCOUNT, false, List.of(DATA), Duration.ofMinutes(30), Optional.of("migrator"));

  private static GoogleSettings exchange(Optional<String> account) {
    return GoogleSettings.of(new GoogleSettings.Exchange("provider", account));
  }

  private static SpannerSettings spanner(Optional<String> role) {
    return new SpannerSettings(
        new DatabaseName("p", "i", "d"), Optional.empty(), Optional.empty(), role);
  }

  private static Decision decision(boolean allowed, boolean enforced, IdentityLimits limits) {
    return new Decision(
        allowed,
        enforced,
        "deploy",
        "rule deploy says so",
        "",
        List.of(),
        limits,
        List.of(Action.SPANNER_PLAN),
        "spanner:projects/p/instances/i/databases/d",
        new Origin("policy.yaml", "0".repeat(64), false));
  }

  private static IdentityLimits session(Duration most) {
    return new IdentityLimits(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(most));
  }

  private static void assertRefused(Decision held, String reason, String action) {
    assertThat(held.goesOn()).isFalse();
    assertThat(held.rule()).isEqualTo("deploy");
    assertThat(held.reason()).isEqualTo(reason);
    assertThat(held.action()).isEqualTo(action);
  }

  @Test
  void takesFromThePolicyWhatTheSettingsLeaveOpen() {
    assertThat(PolicyLimits.within(exchange(Optional.empty()), LIMITS))
        .isEqualTo(exchange(Optional.of(ACCOUNT)));
    assertThat(PolicyLimits.within(spanner(Optional.empty()), LIMITS))
        .isEqualTo(spanner(Optional.of("migrator")));
    assertThat(PolicyLimits.within(TokenTerms.of(GoogleScopes.DATA_AND_SCHEMA), LIMITS))
        .isEqualTo(new TokenTerms(List.of(DATA), Duration.ofMinutes(30)));
    assertThat(PolicyLimits.awsSession(Duration.ofHours(1), LIMITS))
        .isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void keepsWhatTheSettingsSay() {
    TokenTerms terms = TokenTerms.of(GoogleScopes.DATA_AND_SCHEMA);
    IdentityLimits wide =
        new IdentityLimits(
            Optional.empty(),
            Optional.of("https://www.googleapis.com/auth/cloud-platform"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofHours(1)));

    assertThat(PolicyLimits.within(exchange(Optional.of(OTHER)), LIMITS))
        .isEqualTo(exchange(Optional.of(OTHER)));
    assertThat(PolicyLimits.within(spanner(Optional.of("owner")), LIMITS))
        .isEqualTo(spanner(Optional.of("owner")));
    assertThat(PolicyLimits.within(exchange(Optional.empty()), IdentityLimits.NONE))
        .isEqualTo(exchange(Optional.empty()));
    assertThat(PolicyLimits.within(terms, IdentityLimits.NONE)).isEqualTo(terms);
    assertThat(PolicyLimits.within(terms, wide)).isEqualTo(terms);
    assertThat(PolicyLimits.awsSession(Duration.ofMinutes(20), LIMITS))
        .isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void letsThroughWhoKeepsToTheLimits() {
    Decision decision = decision(true, true, LIMITS);

    assertThat(PolicyLimits.hold(decision, ACTING)).isSameAs(decision);
    assertThat(PolicyLimits.hold(decision, new AwsSettings(ROLE, "eu-west-1", Optional.empty())))
        .isSameAs(decision);
  }

  @Test
  void refusesAnotherAccount() {
    Decision decision = decision(true, true, LIMITS);

    assertRefused(
        PolicyLimits.hold(
            decision, new GoogleIdentity(OTHER, false, List.of(), Duration.ZERO, Optional.empty())),
        "this run acts as other@acme.iam.gserviceaccount.com, but the policy requires"
            + " deploy@acme.iam.gserviceaccount.com",
        "Set GOOGLE_SERVICE_ACCOUNT to deploy@acme.iam.gserviceaccount.com");
    assertRefused(
        PolicyLimits.hold(
            decision, new GoogleIdentity(OTHER, true, List.of(), Duration.ZERO, Optional.empty())),
        "this run acts as other@acme.iam.gserviceaccount.com, but the policy requires"
            + " deploy@acme.iam.gserviceaccount.com",
        "Attach deploy@acme.iam.gserviceaccount.com to the job");
  }

  @Test
  void refusesAnotherDatabaseRole() {
    Decision decision = decision(true, true, LIMITS);

    assertRefused(
        PolicyLimits.hold(
            decision,
            new GoogleIdentity(ACCOUNT, false, List.of(), Duration.ZERO, Optional.of("owner"))),
        "this run uses the database role owner, but the policy requires migrator",
        "Set SPANNER_DATABASE_ROLE to migrator");
    assertRefused(
        PolicyLimits.hold(
            decision,
            new GoogleIdentity(ACCOUNT, false, List.of(), Duration.ZERO, Optional.empty())),
        "this run uses no database role, but the policy requires migrator",
        "Set SPANNER_DATABASE_ROLE to migrator");
  }

  @Test
  void refusesMoreScopes() {
    assertRefused(
        PolicyLimits.hold(
            decision(true, true, LIMITS),
            new GoogleIdentity(
                ACCOUNT, false, List.of(DATA, ADMIN), Duration.ZERO, Optional.of("migrator"))),
        "this run's tokens have the scope https://www.googleapis.com/auth/spanner.admin, but the policy allows only https://www.googleapis.com/auth/spanner.data",
        "Let the policy name the same scope for all actions of one run");
  }

  @Test
  void refusesTokensThatLiveLonger() {
    Decision decision = decision(true, true, session(Duration.ofMinutes(30)));
    Duration longer = Duration.ofMinutes(31);
    String reason =
        "this run's tokens may be valid for 1860 s, but the policy requires at most 1800 s";

    assertRefused(
        PolicyLimits.hold(
            decision, new GoogleIdentity(ACCOUNT, false, List.of(), longer, Optional.empty())),
        reason,
        "Let the policy name the same maxSession for all actions of one run");
    for (GoogleIdentity unshortened :
        List.of(
            new GoogleIdentity(PRINCIPAL, false, List.of(), longer, Optional.empty()),
            new GoogleIdentity(ACCOUNT, true, List.of(), longer, Optional.empty()))) {
      assertRefused(
          PolicyLimits.hold(decision, unshortened),
          reason,
          "Set GOOGLE_SERVICE_ACCOUNT: only the tokens of an impersonated account can have a shorter lifetime");
    }
  }

  @Test
  void refusesAnotherRoleAndSessionsShorterThanThereAre() {
    AwsSettings other =
        new AwsSettings("arn:aws:iam::123456789012:role/admin", "eu-west-1", Optional.empty());

    assertRefused(
        PolicyLimits.hold(decision(true, true, LIMITS), other),
        "this run assumes arn:aws:iam::123456789012:role/admin, but the policy requires"
            + " arn:aws:iam::123456789012:role/deploy",
        "Set AWS_OIDC_ROLE_ARN to arn:aws:iam::123456789012:role/deploy");
    assertRefused(
        PolicyLimits.hold(decision(true, true, session(Duration.ofSeconds(899))), other),
        "AWS issues no session shorter than 900 s, but the policy requires at most 899 s",
        "Set maxSession to 15m or more in the policy's rules for AWS actions");
  }

  @Test
  void onlyTellsInModeAudit() {
    Decision held =
        PolicyLimits.hold(
            decision(true, false, LIMITS),
            new GoogleIdentity(OTHER, false, List.of(), Duration.ZERO, Optional.empty()));

    assertThat(held.allowed()).isFalse();
    assertThat(held.goesOn()).isTrue();
    assertThat(held.reason())
        .isEqualTo(
            "this run acts as other@acme.iam.gserviceaccount.com, but the policy requires"
                + " deploy@acme.iam.gserviceaccount.com (mode audit: not enforced)");
    assertThat(held.binding()).isEqualTo(IdentityLimits.NONE);
  }

  @Test
  void leavesADenialAsItIs() {
    Decision denial = decision(false, true, LIMITS);

    assertThat(
            PolicyLimits.hold(
                denial,
                new GoogleIdentity(OTHER, false, List.of(), Duration.ZERO, Optional.empty())))
        .isSameAs(denial);
  }
}
