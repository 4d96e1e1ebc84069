package dev.spannerpipe.run;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.report.RecordReference;
import java.util.Optional;

/// The outcome of a command, for the last line.
///
/// @param sentence what was done, with a full stop; empty if the command failed
/// @param failure why the command failed
/// @param recorded where the record of the run is, for runs that are recorded
public record Conclusion(
    String sentence, Optional<RuntimeException> failure, Optional<RecordReference> recorded) {
  /// Returns the outcome of a command that succeeded and keeps no record.
  static Conclusion success(String sentence) {
    return new Conclusion(sentence, Optional.empty(), Optional.empty());
  }

  /// Returns the outcome of a command that failed and has no known record.
  public static Conclusion failure(RuntimeException failure) {
    return new Conclusion("", Optional.of(failure), Optional.empty());
  }

  /// Returns the exit code of the process.
  public ExitCode exitCode() {
    return failure.map(Conclusion::exitCode).orElse(ExitCode.DONE);
  }

  private static ExitCode exitCode(RuntimeException failure) {
    return failure instanceof Failure known ? known.exitCode() : ExitCode.INTERNAL;
  }
}
