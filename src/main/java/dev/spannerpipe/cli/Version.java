package dev.spannerpipe.cli;

import java.util.Optional;

/// The version of the pipe.
final class Version {
  private Version() {}

  /// Returns the version that the jar was built as, or `development` outside a jar.
  static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
