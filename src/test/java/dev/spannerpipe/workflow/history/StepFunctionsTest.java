package dev.spannerpipe.workflow.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.credentials.aws.AwsSession;
import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.SfnClient;

/// Whom the session's token is sent to.
class StepFunctionsTest {
  private static final AwsSession SESSION =
      new AwsSession(
          "ASIATEST",
          new Secret("secret"),
          new Secret("session-token"),
          Instant.parse("2026-11-22T12:00:00Z"),
          "bb-shop-1");

  /// Where no address is set, the SDK would take one from the environment.
  @ParameterizedTest
  @CsvSource({
    "eu-west-1,https://states.eu-west-1.amazonaws.com",
    "us-gov-west-1,https://states.us-gov-west-1.amazonaws.com",
    "cn-north-1,https://states.cn-north-1.amazonaws.com.cn",
    "us-iso-east-1,https://states.us-iso-east-1.c2s.ic.gov",
    "us-isob-east-1,https://states.us-isob-east-1.sc2s.sgov.gov",
    "xx-new-7,https://states.xx-new-7.amazonaws.com"
  })
  void asksTheServicesOwnAddressInTheRegion(String region, URI address) {
    assertThat(address(region, Optional.empty())).contains(address);
  }

  @Test
  void asksTheAddressThatIsSet() {
    URI other = URI.create("http://127.0.0.1:8083");

    assertThat(address("eu-west-1", Optional.of(other))).contains(other);
  }

  private static Optional<URI> address(String region, Optional<URI> other) {
    try (SfnClient client = StepFunctions.open(SESSION, region, other)) {
      return client.serviceClientConfiguration().endpointOverride();
    }
  }
}
