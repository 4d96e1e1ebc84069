package dev.spannerpipe.failure;

/// The exit codes of the process. Pipelines depend on them, so the meaning of a number never
/// changes.
public enum ExitCode {
  /// Everything that was requested is done; perhaps there was nothing to do.
  DONE(0),
  /// A defect of the pipe itself.
  INTERNAL(1),
  /// The settings, the changelog or the target are wrong, or output files cannot be written.
  INVALID(2),
  /// The identity, the credentials or the connection were rejected.
  ACCESS(3),
  /// The policy, the reviewed plan or the rule on data loss forbids what the run was about to do.
  BLOCKED(4),
  /// The migration failed, or the database does not match the record of the earlier runs. The
  /// message reports how far the run got.
  MIGRATION(5),
  /// Another run holds the lease (the lock that lets only one run change the database), or took the
  /// lease over from this run.
  LEASE(6),
  /// The deployment workflow failed, timed out, was aborted, or could not be started.
  WORKFLOW(7),
  /// The run did not finish. The next run, which the user has to start, will continue it.
  UNFINISHED(8),
  /// The preview found errors.
  PREVIEW(9),
  /// SIGINT ended the run, and the run stopped in an orderly way. The next run will continue it.
  INTERRUPTED(130),
  /// SIGTERM ended the run, and the run stopped in an orderly way. The next run will continue it.
  TERMINATED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// Returns the exit code as a number: 0 to 9, or 128 plus the number of the signal.
  public int number() {
    return number;
  }
}
