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

/// The setup of the client: one channel, no telemetry, and no retries of its own, because the pipe
/// has one retry policy.
final class ClientOptions {
  /// How long the client tries to create its session. This is the only call that the client itself
  /// retries, because it creates the session in the background and only once.
  static final Duration SESSION = Duration.ofSeconds(15);

  private ClientOptions() {}

  /// @param access provides the tokens; if empty, calls carry no token
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
            // The default would search for keys and for Google's default credentials.
            .setCredentials(NoCredentials.getInstance())
            // Without this call the client would read the emulator's address from the environment.
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

  /// The credentials are set on the channel, because the data client and the schema client share
  /// only that.
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
