package dev.spannerpipe.credentials;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/// The SDK's client for the token service, as [AwsClients] are.
final class StsClients {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private StsClients() {}

  /// @param answer how long a whole answer may take; the HTTP client's own limit is for each part
  static StsClient open(AwsSettings settings, Duration answer) {
    StsClientBuilder builder =
        AwsClients.setUp(
            StsClient.builder(),
            StsClient.serviceMetadata(),
            Region.of(settings.region()),
            settings.stsEndpoint(),
            CONNECT,
            answer);
    return builder
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder().apiCallTimeout(answer).build())
        .build();
  }
}
