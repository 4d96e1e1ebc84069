package dev.spannerpipe.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The identity, the credentials or the connection were rejected. Somebody has to fix the access
/// rules in Google Cloud or AWS, or the network.
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
  /// @param reason the code, such as `token_expired`, which never changes in later versions; null
  ///   if the failure has no code
  public AccessFailure(@Nullable String reason, String description, String action) {
    super(ExitCode.ACCESS, description, action);
    this.reason = reason;
  }

  /// Returns the reason code, if there is one.
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
