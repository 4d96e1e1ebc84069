package dev.spannerpipe.credentials.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/// Creates the SDK's client for the token service, set up by [AwsClients].
final class StsClients {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private StsClients() {}

  /// Returns the address to which requests are sent.
  static URI address(AwsSettings settings) {
    return AwsClients.address(
        StsClient.serviceMetadata(), Region.of(settings.region()), settings.stsEndpoint());
  }

  /// @param answer the timeout of each part of an answer
  static StsClient open(AwsSettings settings, Duration answer) {
    return AwsClients.setUp(
            StsClient.builder(),
            StsClient.serviceMetadata(),
            Region.of(settings.region()),
            settings.stsEndpoint(),
            CONNECT,
            answer)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }
}
