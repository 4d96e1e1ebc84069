package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

/// How a run of one of the two tools ended.
///
/// @param tool its name, for messages
/// @param output everything that it printed
record ToolResult(String tool, int exitCode, String output) {
  /// Fails the test, and shows what was printed, unless the run ended well.
  ToolResult succeeded() {
    assertThat(exitCode).as("%s printed: %s", tool, output).isZero();
    return this;
  }

  /// Returns whether the run ended well.
  boolean isSuccess() {
    return exitCode == 0;
  }
}
