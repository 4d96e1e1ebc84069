package dev.spannerpipe.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Identity, credentials or connection were rejected. The fix is in the clouds' access rules or the
/// network.
public final class AccessFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private final @Nullable String reason;

  /// Creates a failure from what was tried and why it failed, and what to do next.
  public AccessFailure(String description, String action) {
    this(null, description, action);
  }

  /// Creates a failure with a permanent reason code, as in `token_expired`, for the record.
  public AccessFailure(@Nullable String reason, String description, String action) {
    super(ExitCode.ACCESS, description, action);
    this.reason = reason;
  }

  /// Returns the reason code, if there is one.
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
