package dev.spannerpipe.credentials.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/// The SDK's client for the token service, as [AwsClients] are.
final class StsClients {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private StsClients() {}

  /// Returns where requests go.
  static URI address(AwsSettings settings) {
    return AwsClients.address(
        StsClient.serviceMetadata(), Region.of(settings.region()), settings.stsEndpoint());
  }

  /// @param answer how long each part of an answer may take
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
