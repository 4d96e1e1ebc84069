package dev.spannerpipe.spanner;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Which database, and how it is reached.
///
/// @param emulatorHost `host:port` of an emulator
/// @param endpoint another address of the service
/// @param databaseRole the role for data statements
/// @param protoDescriptorsFile the descriptor set for changes of proto bundles; absolute
public record SpannerSettings(
    String project,
    String instance,
    String database,
    Optional<String> emulatorHost,
    Optional<URI> endpoint,
    Optional<String> databaseRole,
    Optional<Path> protoDescriptorsFile) {}
