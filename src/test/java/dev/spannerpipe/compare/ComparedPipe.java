package dev.spannerpipe.compare;

import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;

/// The pipe as it is compared with plain Liquibase: it prints to one stream, and may lose data.
final class ComparedPipe {
  private ComparedPipe() {}

  /// Returns it for a database.
  ///
  /// @param address the server's `host:port`
  /// @param directory the clone directory
  static PipeRun on(TestDatabase database, String address, Path directory) {
    return PipeRun.in(
            directory,
            Map.of(
                "PROJECT", database.project(),
                "SPANNER_INSTANCE", database.instance(),
                "SPANNER_DATABASE", database.name(),
                "SPANNER_EMULATOR_HOST", address,
                "BITBUCKET_CLONE_DIR", directory.toString(),
                "ALLOW_DESTRUCTIVE", "true"))
        .onOneStream();
  }
}
