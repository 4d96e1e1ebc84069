package dev.spannerpipe.spanner;

import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.text.DatabaseName;
import java.net.URI;
import java.util.Optional;

/// Identifies the database and the address of the service.
///
/// @param emulatorHost `host:port` of an emulator, which needs no credentials
/// @param endpoint another address of the service; plain `http` only if it does not leave this
///   machine, because credentials are sent to it
/// @param databaseRole the role for data statements
public record SpannerSettings(
    DatabaseName name,
    Optional<String> emulatorHost,
    Optional<URI> endpoint,
    Optional<String> databaseRole) {
  private static final String SERVICE = "https://spanner.googleapis.com";

  /// Returns the same settings with this role for data statements.
  public SpannerSettings withDatabaseRole(String role) {
    return new SpannerSettings(name, emulatorHost, endpoint, Optional.of(role));
  }

  /// Returns whether the database is in an emulator.
  public boolean emulator() {
    return emulatorHost.isPresent();
  }

  /// Returns the full resource name of the database.
  public String databaseName() {
    return name.toString();
  }

  /// Returns the address of the service, for messages.
  String address() {
    return emulatorHost
        .map(host -> "the emulator at " + host)
        .orElseGet(() -> endpoint.map(URI::toString).orElse(SERVICE));
  }

  /// Returns the service and its address, for log lines about a wait.
  Remote remote() {
    return emulatorHost
        .map(host -> new Remote("the Spanner emulator", host))
        .orElseGet(
            () ->
                endpoint
                    .map(own -> Remote.at("Spanner", own))
                    .orElse(new Remote("Spanner", SERVICE)));
  }
}
