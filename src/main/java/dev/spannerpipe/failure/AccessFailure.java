package dev.spannerpipe.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The identity, the credentials or the connection were rejected. The access rules of the clouds,
/// or the network, have to be fixed.
public final class AccessFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private final @Nullable String reason;

  /// Creates a failure.
  ///
  /// @param description what was tried, and why it failed
  /// @param action what the user should do next
  public AccessFailure(String description, String action) {
    this(null, description, action);
  }

  /// Creates a failure with a reason code for the record.
  ///
  /// @param reason the code, such as `token_expired`, which no later version changes; null if there
  ///   is none
  public AccessFailure(@Nullable String reason, String description, String action) {
    super(ExitCode.ACCESS, description, action);
    this.reason = reason;
  }

  /// Returns the reason code, if there is one.
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
