package dev.spannerpipe.spanner;

import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.text.DatabaseName;
import java.net.URI;
import java.util.Optional;

/// The name of the database, the address of Spanner, and the role for data statements.
///
/// @param emulatorHost the `host:port` of an emulator, if the database is in an emulator
/// @param endpoint an alternative address of Spanner; plain `http` only if requests to it stay on
///   this machine, because they carry credentials
/// @param databaseRole the database role for data statements, if one is given
public record SpannerSettings(
    DatabaseName name,
    Optional<String> emulatorHost,
    Optional<URI> endpoint,
    Optional<String> databaseRole) {
  private static final String SERVICE = "https://spanner.googleapis.com";

  /// Returns a copy of the settings with another role for data statements.
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

  /// Returns the address of Spanner or of the emulator, for messages.
  public String address() {
    return emulatorHost
        .map(host -> "the emulator at " + host)
        .orElseGet(() -> endpoint.map(URI::toString).orElse(SERVICE));
  }

  /// Returns the name and the address of the service, for log lines about a wait.
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
