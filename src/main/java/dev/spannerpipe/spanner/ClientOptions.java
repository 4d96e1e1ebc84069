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
  static SpannerOptions of(
      SpannerSettings settings, Optional<GoogleAccess> access, Duration session) {
    SpannerOptions.Builder options =
        SpannerOptions.newBuilder()
            .setProjectId(settings.name().project())
            .setNumChannels(1)
            .disableGrpcGcpExtension()
            .setBuiltInMetricsEnabled(false)
            // By default, the client would search for keys and for Google's default credentials.
            .setCredentials(NoCredentials.getInstance())
            // Without this call, the client would read the address of an emulator from the
            // environment.
            .setEmulatorHost(settings.emulatorHost().orElse(null));
    boolean plainText = settings.endpoint().filter(ClientOptions::isPlainText).isPresent();
    settings.endpoint().map(URI::toString).ifPresent(options::setHost);
    if (plainText) {
      options.usePlainText();
    }
    if (!settings.emulator()) {
      access.ifPresent(tokens -> use(options, new AccessCredentials(tokens, plainText), plainText));
    }
    settings.databaseRole().ifPresent(options::setDatabaseRole);
    withoutRetries(options.getSpannerStubSettingsBuilder(), session);
    return options.build();
  }

  private static boolean isPlainText(URI endpoint) {
    return "http".equalsIgnoreCase(endpoint.getScheme());
  }

  /// Sets the credentials on the channel, because the client for data and the client for schema
  /// changes share nothing else.
  private static void use(
      SpannerOptions.Builder options, AccessCredentials credentials, boolean plainText) {
    options.setChannelConfigurator(
        channel -> {
          ManagedChannelBuilder<?> builder = plainText ? channel.usePlaintext() : channel;
          return builder.intercept(credentials);
        });
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
