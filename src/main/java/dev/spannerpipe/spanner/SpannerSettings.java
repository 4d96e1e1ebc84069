package dev.spannerpipe.spanner;

import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.text.DatabaseName;
import java.net.URI;
import java.util.Optional;

/// Which database, and how it is reached.
///
/// @param emulatorHost `host:port` of an emulator; it needs no credentials
/// @param endpoint another address of the service; plain `http` only where it does not leave this
///   machine, since credentials go there too
/// @param databaseRole the role for data statements
public record SpannerSettings(
    DatabaseName name,
    Optional<String> emulatorHost,
    Optional<URI> endpoint,
    Optional<String> databaseRole) {
  private static final String SERVICE = "https://spanner.googleapis.com";

  /// Returns the same with this role for data statements.
  public SpannerSettings withDatabaseRole(String role) {
    return new SpannerSettings(name, emulatorHost, endpoint, Optional.of(role));
  }

  /// Returns whether the database is an emulator's.
  public boolean emulator() {
    return emulatorHost.isPresent();
  }

  /// Returns the database's full resource name.
  public String databaseName() {
    return name.toString();
  }

  /// Returns where requests go, for messages.
  String address() {
    return emulatorHost
        .map(host -> "the emulator at " + host)
        .orElseGet(() -> endpoint.map(URI::toString).orElse(SERVICE));
  }

  /// Returns what is called, for lines about a wait.
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
