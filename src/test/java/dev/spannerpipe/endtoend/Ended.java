package dev.spannerpipe.endtoend;

/// How a run of the pipe ended.
///
/// @param exitCode above 128 where a signal ended it
/// @param output what it printed
record Ended(int exitCode, String output) {
  /// What the shell makes of SIGKILL.
  static final int KILLED = 128 + 9;

  @Override
  public String toString() {
    return "exit code " + exitCode + "\n" + output;
  }
}
