package dev.spannerpipe.run;

import java.util.Optional;

/// The version of the pipe.
public final class Version {
  private Version() {}

  /// Returns the version of the jar, or `development` outside a jar.
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
