package dev.spannerpipe.credentials;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/// The SDK's client for the token service: one attempt a call, nothing from the machine's profiles,
/// no address from the environment, and the one HTTP client whose logs show no bodies.
final class StsClients {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private StsClients() {}

  /// @param answer how long a whole answer may take; the HTTP client's own limit is for each part
  static StsClient open(AwsSettings settings, Duration answer) {
    Region region = Region.of(settings.region());
    return StsClient.builder()
        .region(region)
        .endpointOverride(settings.stsEndpoint().orElseGet(() -> usual(region)))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(answer))
        .overrideConfiguration(
            options ->
                options
                    .apiCallTimeout(answer)
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .defaultProfileFile(ProfileFile.aggregator().build()))
        .build();
  }

  private static URI usual(Region region) {
    return URI.create("https://" + StsClient.serviceMetadata().endpointFor(region));
  }
}
