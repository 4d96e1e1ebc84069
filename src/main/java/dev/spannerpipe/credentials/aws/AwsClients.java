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

/// The setup that all SDK clients share: one attempt per call, an HTTP client that logs no bodies,
/// and no settings from the machine. By default, the SDK reads endpoints, proxies, FIPS, dual stack
/// and defaults from the environment, from system properties and from profiles. A foreign
/// `AWS_ENDPOINT_URL` would then receive the credentials.
public final class AwsClients {
  private static final ProxyConfiguration NO_PROXY =
      ProxyConfiguration.builder()
          .useSystemPropertyValues(false)
          .useEnvironmentVariablesValues(false)
          .build();

  private AwsClients() {}

  /// Returns the address to which a client sends its requests.
  ///
  /// @param other another address of the service
  public static URI address(ServiceMetadata service, Region region, Optional<URI> other) {
    return other.orElseGet(() -> URI.create("https://" + service.endpointFor(region)));
  }

  /// Sets up a client, except for its credentials.
  ///
  /// @param service the service, which provides the default address in the region
  /// @param other another address of the service
  /// @param connect the timeout of a connection
  /// @param answer the timeout of each part of an answer
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
