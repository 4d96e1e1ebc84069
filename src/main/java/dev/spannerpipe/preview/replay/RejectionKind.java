package dev.spannerpipe.preview.replay;

/// What a rejection by the emulator means for Spanner.
public enum RejectionKind {
  /// Spanner rejects the statement, too.
  CERTAIN,
  /// The emulator does not accept the statement, and Spanner may.
  UNCERTAIN,
  /// The emulator cannot execute statements of this form.
  GAP
}
