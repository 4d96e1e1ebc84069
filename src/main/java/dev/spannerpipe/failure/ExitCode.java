package dev.spannerpipe.failure;

/// The exit codes of the process. Pipelines branch on them, so a number never changes its meaning.
public enum ExitCode {
  /// Everything that was asked for was done, or there was nothing to do.
  DONE(0),
  /// A defect of the pipe itself.
  INTERNAL(1),
  /// Settings, changelog or target are wrong; nothing was executed.
  INVALID(2),
  /// Identity, credentials or the connection were refused before any effect.
  ACCESS(3),
  /// A policy, the reviewed plan or the rule on destructive changes forbids it; nothing was
  /// executed.
  BLOCKED(4),
  /// The migration failed, or the database is not what the record says; the message says how far it
  /// got.
  MIGRATION(5),
  /// Another run holds the lease, or took it.
  LEASE(6),
  /// The deployment workflow failed, timed out or was aborted.
  WORKFLOW(7),
  /// Not finished: run it again and it goes on.
  UNFINISHED(8),
  /// The preview found errors.
  PREVIEW(9),
  /// SIGINT ended it in good order: run it again and it goes on.
  INTERRUPTED(130),
  /// SIGTERM ended it in good order: run it again and it goes on.
  TERMINATED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// Returns the number that the process ends with: 0 to 9, or what a shell makes of a signal.
  public int number() {
    return number;
  }
}
