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

/// How the client is set up: one channel, no telemetry, and no retries of its own, so that the
/// pipe's one policy decides.
final class ClientOptions {
  /// How long the client asks for its session. The only call that it repeats itself, since it makes
  /// the session in the background and only once.
  static final Duration SESSION = Duration.ofSeconds(15);

  private ClientOptions() {}

  /// @param access gives the tokens; without it calls go without any
  /// @param session how long the client may ask for its session, [#SESSION] unless in a test
  static SpannerOptions of(
      SpannerSettings settings, Optional<GoogleAccess> access, Duration session) {
    SpannerOptions.Builder options =
        SpannerOptions.newBuilder()
            .setProjectId(settings.name().project())
            .setNumChannels(1)
            .disableGrpcGcpExtension()
            .setBuiltInMetricsEnabled(false)
            // It would look for keys and for Google's default credentials.
            .setCredentials(NoCredentials.getInstance())
            // The client would take it from the environment, which is not ours to read here.
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

  /// On the channel, since the clients for data and for the schema share only that.
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
