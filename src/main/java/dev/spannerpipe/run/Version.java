package dev.spannerpipe.run;

import java.util.Optional;

/// The version of the pipe.
public final class Version {
  private Version() {}

  /// Returns the version in the manifest of the pipe's jar, or `development` if the classes do not
  /// come from a jar.
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
