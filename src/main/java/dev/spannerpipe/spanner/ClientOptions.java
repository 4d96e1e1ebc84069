package dev.spannerpipe.spanner;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.NoCredentials;
import com.google.cloud.spanner.SpannerOptions;
import com.google.cloud.spanner.v1.stub.SpannerStubSettings;
import dev.spannerpipe.credentials.google.GoogleAccess;
import io.grpc.ManagedChannelBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The configuration of the Spanner client: one channel, no telemetry, and no retries except for
/// the creation of a session. The pipe decides about all other retries itself.
final class ClientOptions {
  /// How long the client tries to create a session. The client retries only this call, because it
  /// creates the session in the background, where the pipe cannot retry.
  static final Duration SESSION = Duration.ofSeconds(15);

  private ClientOptions() {}

  /// Returns the options for a database.
  ///
  /// @param access provides the access tokens; if empty, calls carry no token
  /// @param session how long the client may try to create its session; differs from [#SESSION] only
  ///   in tests
  /// @param loop serves the channels of the client
  static SpannerOptions of(
      SpannerSettings settings,
      Optional<GoogleAccess> access,
      Duration session,
      ChannelEventLoop loop) {
    boolean plainText =
        settings.emulator() || settings.endpoint().filter(ClientOptions::isPlainText).isPresent();
    Optional<AccessCredentials> credentials =
        access
            .filter(_ -> !settings.emulator())
            .map(tokens -> new AccessCredentials(tokens, plainText));
    SpannerOptions.Builder options =
        SpannerOptions.newBuilder()
            .setProjectId(settings.name().project())
            .setNumChannels(1)
            .disableGrpcGcpExtension()
            .setBuiltInMetricsEnabled(false)
            // By default, the client would search for keys and for Google's default credentials.
            .setCredentials(NoCredentials.getInstance())
            // Without this call, the client would read the address of an emulator from the
            // environment. The address in the settings is set as the host, because the client
            // replaces the channel configurator if it knows an emulator.
            .setEmulatorHost(null)
            .setChannelConfigurator(channel -> configured(channel, loop, credentials, plainText));
    settings
        .emulatorHost()
        .map(address -> "http://" + address)
        .or(() -> settings.endpoint().map(URI::toString))
        .ifPresent(options::setHost);
    settings.databaseRole().ifPresent(options::setDatabaseRole);
    withoutRetries(options.getSpannerStubSettingsBuilder(), session);
    return options.build();
  }

  private static boolean isPlainText(URI endpoint) {
    return "http".equalsIgnoreCase(endpoint.getScheme());
  }

  /// Sets up a channel. The credentials are set on the channel, because the client for data and the
  /// client for schema changes share nothing else.
  private static ManagedChannelBuilder<?> configured(
      ManagedChannelBuilder<?> channel,
      ChannelEventLoop loop,
      Optional<AccessCredentials> credentials,
      boolean plainText) {
    ManagedChannelBuilder<?> builder = loop.serving(plainText ? channel.usePlaintext() : channel);
    return credentials.<ManagedChannelBuilder<?>>map(builder::intercept).orElse(builder);
  }

  private static void withoutRetries(SpannerStubSettings.Builder stub, Duration session) {
    stub.createSessionSettings()
        .setRetryableCodes(Set.of(Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED))
        .setRetrySettings(
            RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(100))
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(Duration.ofSeconds(2))
                .setInitialRpcTimeoutDuration(session)
                .setMaxRpcTimeoutDuration(session)
                .setTotalTimeoutDuration(session)
                .build());
    stub.executeStreamingSqlSettings().setRetryableCodes(Set.of());
    stub.executeStreamingSqlSettings().setSimpleTimeoutNoRetriesDuration(Calls.CALL);
    stub.executeSqlSettings().setSimpleTimeoutNoRetriesDuration(Calls.WORK);
    stub.executeBatchDmlSettings().setSimpleTimeoutNoRetriesDuration(Calls.WORK);
    stub.beginTransactionSettings().setSimpleTimeoutNoRetriesDuration(Calls.CALL);
    stub.commitSettings().setSimpleTimeoutNoRetriesDuration(Calls.WORK);
    stub.rollbackSettings().setSimpleTimeoutNoRetriesDuration(Calls.CALL);
  }
}
