package dev.spannerpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.credentials.GoogleSettings;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.policy.Limits;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitedIdentityTest {
  private static final String ACCOUNT = "deploy@acme.iam.gserviceaccount.com";
  private static final Limits LIMITS =
      new Limits(
          Optional.of(ACCOUNT),
          Optional.empty(),
          Optional.of("migrator"),
          Optional.empty(),
          Optional.empty());

  private static GoogleSettings exchange(Optional<String> account) {
    return GoogleSettings.of(new GoogleSettings.Exchange("provider", account));
  }

  private static SpannerSettings spanner(Optional<String> role) {
    return new SpannerSettings(
        "p", "i", "d", Optional.empty(), Optional.empty(), role, Optional.empty());
  }

  @Test
  void takesTheAccountOfThePolicyWhereNoneIsNamed() {
    assertThat(LimitedIdentity.within(exchange(Optional.empty()), LIMITS))
        .isEqualTo(exchange(Optional.of(ACCOUNT)));
  }

  @Test
  void keepsWhatIsNamed() {
    GoogleSettings named = exchange(Optional.of("other@acme.iam.gserviceaccount.com"));

    assertThat(LimitedIdentity.within(named, LIMITS)).isEqualTo(named);
    assertThat(LimitedIdentity.within(exchange(Optional.empty()), Limits.NONE))
        .isEqualTo(exchange(Optional.empty()));
  }

  @Test
  void refusesAnotherAccount() {
    assertThatThrownBy(() -> LimitedIdentity.check("other@acme.iam.gserviceaccount.com", LIMITS))
        .isInstanceOf(BlockedFailure.class)
        .hasMessage(
            "Could not act as other@acme.iam.gserviceaccount.com: the policy wants it done as"
                + " deploy@acme.iam.gserviceaccount.com. Set GOOGLE_SERVICE_ACCOUNT to"
                + " deploy@acme.iam.gserviceaccount.com.");
  }

  @Test
  void takesTheRoleOfThePolicyAndRefusesAnother() {
    assertThat(LimitedIdentity.withRole(spanner(Optional.empty()), "migrator"))
        .isEqualTo(spanner(Optional.of("migrator")));
    assertThatThrownBy(() -> LimitedIdentity.withRole(spanner(Optional.of("owner")), "migrator"))
        .isInstanceOf(BlockedFailure.class)
        .hasMessage(
            "Could not use the database role owner: the policy wants migrator. Set"
                + " SPANNER_DATABASE_ROLE to migrator.");
  }
}
