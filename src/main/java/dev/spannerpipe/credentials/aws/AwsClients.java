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

/// Sets up clients of the AWS SDK that make one attempt per call, log no bodies, and ignore the
/// settings of the machine. Without this, the SDK would read endpoints, proxies, FIPS, dual stack
/// and defaults from environment variables, system properties and profiles. An `AWS_ENDPOINT_URL`
/// in the environment could then direct the credentials to another server.
public final class AwsClients {
  private static final ProxyConfiguration NO_PROXY =
      ProxyConfiguration.builder()
          .useSystemPropertyValues(false)
          .useEnvironmentVariablesValues(false)
          .build();

  private AwsClients() {}

  /// Returns the address to which a client sends its requests.
  ///
  /// @param other the address that replaces the service's default address; empty for the default
  public static URI address(ServiceMetadata service, Region region, Optional<URI> other) {
    return other.orElseGet(() -> URI.create("https://" + service.endpointFor(region)));
  }

  /// Sets up a client, except for its credentials.
  ///
  /// @param service the service, which has a default address in each region
  /// @param other the address that replaces the default address; empty for the default
  /// @param connectTimeout how long to wait for a connection
  /// @param readTimeout how long to wait for each part of the response
  public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B setUp(
      B builder,
      ServiceMetadata service,
      Region region,
      Optional<URI> other,
      Duration connectTimeout,
      Duration readTimeout) {
    return builder
        .region(region)
        .endpointOverride(address(service, region, other))
        .fipsEnabled(false)
        .dualstackEnabled(false)
        .defaultsMode(DefaultsMode.LEGACY)
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(connectTimeout)
                .socketTimeout(readTimeout)
                .proxyConfiguration(NO_PROXY))
        .overrideConfiguration(
            options ->
                options
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .defaultProfileFile(ProfileFile.aggregator().build()));
  }
}
