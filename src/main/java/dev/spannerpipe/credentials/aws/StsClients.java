package dev.spannerpipe.credentials.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/// Creates the AWS SDK's client for the token service (STS). [AwsClients] sets the client up.
final class StsClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private StsClients() {}

  /// Returns the address of the token service to which requests are sent.
  static URI address(AwsSettings settings) {
    return AwsClients.address(
        StsClient.serviceMetadata(), Region.of(settings.region()), settings.stsEndpoint());
  }

  /// Returns a new client, which the caller must close.
  ///
  /// @param readTimeout how long to wait for each part of a response
  static StsClient open(AwsSettings settings, Duration readTimeout) {
    return AwsClients.setUp(
            StsClient.builder(),
            StsClient.serviceMetadata(),
            Region.of(settings.region()),
            settings.stsEndpoint(),
            CONNECT_TIMEOUT,
            readTimeout)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .build();
  }
}
