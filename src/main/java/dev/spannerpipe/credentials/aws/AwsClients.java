package dev.spannerpipe.credentials.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/// What all clients of the SDK have in common: one attempt a call, the one HTTP client whose logs
/// show no bodies, and nothing from the machine that they run on. Left alone, the SDK takes another
/// address of a service, a proxy, FIPS, dual stack and its defaults from the environment, from
/// system properties and from profiles: `AWS_ENDPOINT_URL` of somebody else would get the
/// credentials.
public final class AwsClients {
  private static final ProxyConfiguration NO_PROXY =
      ProxyConfiguration.builder()
          .useSystemPropertyValues(false)
          .useEnvironmentVariablesValues(false)
          .build();

  private AwsClients() {}

  /// Returns where the requests of a client go.
  ///
  /// @param other another address of the service
  public static URI address(ServiceMetadata service, Region region, Optional<URI> other) {
    return other.orElseGet(() -> URI.create("https://" + service.endpointFor(region)));
  }

  /// Sets up a client, but for its credentials.
  ///
  /// @param service whose own address in the region is asked
  /// @param other another address to ask
  /// @param connect how long a connection may take
  /// @param answer how long each part of an answer may take
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B setUp(
      B builder,
      ServiceMetadata service,
      Region region,
      Optional<URI> other,
      Duration connect,
      Duration answer) {
    return builder
        .region(region)
        .endpointOverride(address(service, region, other))
        .fipsEnabled(false)
        .dualstackEnabled(false)
        .defaultsMode(DefaultsMode.LEGACY)
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(connect)
                .socketTimeout(answer)
                .proxyConfiguration(NO_PROXY))
        .overrideConfiguration(
            options ->
                options
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .defaultProfileFile(ProfileFile.aggregator().build()));
  }
}
