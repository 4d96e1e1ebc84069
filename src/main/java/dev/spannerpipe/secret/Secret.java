package dev.spannerpipe.secret;

import java.util.Objects;

/// A value that must not be seen: printing, joining or logging it gives `***`.
public final class Secret {
  private final String value;

  /// Wraps the value.
  public Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /// Returns the value, to be passed only to the service that it is for.
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
