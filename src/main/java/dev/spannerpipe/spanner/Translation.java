package dev.spannerpipe.spanner;

import com.google.cloud.spanner.DatabaseNotFoundException;
import com.google.cloud.spanner.ErrorCode;
import com.google.cloud.spanner.InstanceNotFoundException;
import com.google.cloud.spanner.SessionNotFoundException;
import com.google.cloud.spanner.SpannerBatchUpdateException;
import com.google.cloud.spanner.SpannerException;
import com.google.cloud.spanner.SpannerExceptionFactory;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.StatusCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Translates an exception of the Spanner client to a [DatabaseException], depending on the
/// exception's type and status code. Two cases can be recognized only by the message.
final class Translation {
  /// The messages of Spanner for a commit or a statement with too many mutations. Their status,
  /// INVALID_ARGUMENT, does not show this case, because many other mistakes have the same status.
  private static final List<String> TOO_MANY_MUTATIONS =
      List.of(
          "The transaction contains too many mutations.", "Transaction resource limits exceeded");

  /// The message of an emulator that rejects a schema change because it is busy. Its status,
  /// FAILED_PRECONDITION, does not show this case, because an existing name has the same status.
  private static final String SCHEMA_CHANGE_REJECTED =
      "Schema change operation rejected because a concurrent schema change operation or read-write"
          + " transaction is already in progress.";

  /// The end of a message about a position in a statement: `[at 1:22]`, the line of the statement,
  /// and a line with `^` below the column.
  private static final Pattern POSITION =
      Pattern.compile("\\[at (\\d+):(\\d+)]\\s*\\R.*\\R\\s*\\^\\s*$");

  private Translation() {}

  /// Returns the translated failure.
  static DatabaseException of(RuntimeException failure) {
    if (failure instanceof DatabaseException known) {
      return known;
    }
    SpannerException spanner = SpannerExceptionFactory.asSpannerException(failure);
    return new DatabaseException(kind(spanner), words(failure), statement(spanner), failure);
  }

  /// If a call failed because the run could not get credentials, returns the failure to get them.
  /// Returns empty if the call failed for another reason.
  static Optional<Failure> ofCredentials(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure own) {
        return Optional.of(own);
      }
    }
    return Optional.empty();
  }

  /// Returns the message of the service as one line.
  static String words(Throwable failure) {
    String words = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status
          && status.getStatus().getDescription() != null) {
        words = words(status.getStatus());
      }
    }
    return oneLine(words == null ? withoutCode(failure.getMessage()) : words);
  }

  /// Returns the status code of the failure.
  static StatusCode code(SpannerException failure) {
    return StatusCode.valueOf(failure.getErrorCode().name());
  }

  /// Returns whether Spanner rejected the credentials of the call.
  static boolean unauthenticated(DatabaseException failure) {
    return failure.getCause() != null
        && SpannerExceptionFactory.asSpannerException(failure.getCause()).getErrorCode()
            == ErrorCode.UNAUTHENTICATED;
  }

  /// Returns whether an emulator rejected a schema change only because another schema change or
  /// transaction was in progress.
  static boolean busyEmulator(SpannerException failure) {
    return failure.getErrorCode() == ErrorCode.FAILED_PRECONDITION
        && words(failure).contains(SCHEMA_CHANGE_REJECTED);
  }

  private static Kind kind(SpannerException failure) {
    if (failure instanceof DatabaseNotFoundException
        || failure instanceof InstanceNotFoundException) {
      return Kind.MISSING;
    }
    if (failure instanceof SessionNotFoundException) {
      return Kind.TRANSIENT;
    }
    return switch (failure.getErrorCode()) {
      case UNAVAILABLE, ABORTED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, CANCELLED -> Kind.TRANSIENT;
      case INTERNAL, UNKNOWN, DATA_LOSS -> Kind.UNCLEAR;
      case PERMISSION_DENIED, UNAUTHENTICATED -> Kind.DENIED;
      case INVALID_ARGUMENT -> tooManyMutations(failure) ? Kind.TOO_MANY_MUTATIONS : Kind.REFUSED;
      case NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED ->
          Kind.REFUSED;
    };
  }

  private static boolean tooManyMutations(SpannerException failure) {
    String words = words(failure);
    return TOO_MANY_MUTATIONS.stream().anyMatch(words::contains);
  }

  private static int statement(SpannerException failure) {
    return failure instanceof SpannerBatchUpdateException batch
        ? batch.getUpdateCounts().length
        : -1;
  }

  /// Returns the message of a status. If the call failed because there is no connection, the
  /// message does not contain the reason, but the innermost cause does, so it follows in
  /// parentheses. For a connection that was not trusted, gRPC's message lists its own handlers.
  private static String words(Status status) {
    String words = String.valueOf(status.getDescription());
    Throwable cause = status.getCause();
    if (status.getCode() != Status.Code.UNAVAILABLE || cause == null) {
      return words;
    }
    Throwable innermost = cause;
    for (Throwable each = cause; each != null; each = each.getCause()) {
      innermost = each;
      if (each instanceof CertificateException) {
        words = "the certificate of the server is not trusted";
      }
    }
    return words + " (" + String.valueOf(innermost.getMessage()).replaceFirst("\\.$", "") + ")";
  }

  /// Removes the code that the client puts before the message: `NOT_FOUND: …`.
  private static String withoutCode(@Nullable String message) {
    String text = String.valueOf(message);
    int colon = text.indexOf(": ");
    return colon > 0 && text.substring(0, colon).chars().allMatch(Translation::codeCharacter)
        ? text.substring(colon + 2)
        : text;
  }

  private static boolean codeCharacter(int character) {
    return character == '_' || (character >= 'A' && character <= 'Z');
  }

  private static String oneLine(String text) {
    String positioned =
        POSITION.matcher(text).replaceFirst("(line $1, column $2 of the statement)");
    return positioned.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
