package dev.spannerpipe.run;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.report.RecordReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The outcome of a command, from which the last line of the log is made.
///
/// @param sentence what the command did, with a full stop; an empty string if the command failed
/// @param failure why the command failed; empty if it succeeded
/// @param recorded the run's id and the hash of its last event; empty if the run has no record
public record Conclusion(
    String sentence, Optional<RuntimeException> failure, Optional<RecordReference> recorded) {
  /// Returns the outcome of a command that succeeded and keeps no record.
  static Conclusion success(String sentence) {
    return new Conclusion(sentence, Optional.empty(), Optional.empty());
  }

  /// Returns the outcome of a command that failed before its record began, or that keeps no record.
  public static Conclusion failure(RuntimeException failure) {
    return new Conclusion("", Optional.of(failure), Optional.empty());
  }

  /// Returns the exit code of the process.
  public ExitCode exitCode() {
    return exitCode(failure.orElse(null));
  }

  /// Returns the exit code of a command that ended with this failure; null means that the command
  /// succeeded.
  static ExitCode exitCode(@Nullable RuntimeException failure) {
    return switch (failure) {
      case null -> ExitCode.DONE;
      case Failure known -> known.exitCode();
      default -> ExitCode.INTERNAL;
    };
  }
}
