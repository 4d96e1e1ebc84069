package dev.spannerpipe.secret;

import java.util.Objects;

/// A value that must not be visible: its string representation is `***`.
public final class Secret {
  private final String value;

  /// Wraps the value.
  public Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /// Returns the value. Pass it only to the service that requires it.
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
