package dev.spannerpipe.run;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.report.RecordReference;
import java.util.Optional;

/// How a command ended, for the last line.
///
/// @param sentence what was done, with its full stop; empty where there is a failure
/// @param failure why it did not go well
/// @param recorded where the run's record is to be found, for runs that are recorded
public record Conclusion(
    String sentence, Optional<RuntimeException> failure, Optional<RecordReference> recorded) {
  /// Returns the end of a command that went well and is not recorded.
  static Conclusion success(String sentence) {
    return new Conclusion(sentence, Optional.empty(), Optional.empty());
  }

  /// Returns the end of a command that did not go well, or of which nothing else is known.
  public static Conclusion failure(RuntimeException failure) {
    return new Conclusion("", Optional.of(failure), Optional.empty());
  }

  /// Returns how the process ends.
  public ExitCode exitCode() {
    return failure.map(Conclusion::exitCode).orElse(ExitCode.DONE);
  }

  private static ExitCode exitCode(RuntimeException failure) {
    return failure instanceof Failure known ? known.exitCode() : ExitCode.INTERNAL;
  }
}
