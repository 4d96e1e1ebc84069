package dev.spannerpipe.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Identity, credentials or connection were refused: fixed in the clouds' access rules or the
/// network.
public final class AccessFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private final @Nullable String reason;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public AccessFailure(String description, String action) {
    this(null, description, action);
  }

  /// Says it with a reason code that never changes, as in `token_expired`, for the record.
  public AccessFailure(@Nullable String reason, String description, String action) {
    super(ExitCode.ACCESS, description, action);
    this.reason = reason;
  }

  /// Returns the reason's code, where it has one.
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
