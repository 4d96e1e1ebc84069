package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.regex.Pattern;

/// Decides whether Spanner would reject what the emulator rejects. A status code alone does not
/// tell a mistake from a construct that the emulator does not know.
final class Certainty {
  /// The emulator's words for the commonest mistakes. Their status codes are those of gaps.
  private static final List<Pattern> MISTAKES =
      List.of(
          Pattern.compile("^Cannot add NOT NULL column"),
          Pattern.compile("Unrecognized ddl::ColumnDefinition.*proto_type_name:"));

  /// The emulator's words for what a newer Spanner may have.
  private static final List<Pattern> UNKNOWN =
      List.of(
          Pattern.compile("(?:is|are) not supported"),
          Pattern.compile("Option: \\S+ is unknown"),
          Pattern.compile("(?i)function not found"),
          Pattern.compile("(?i)function \\S+ does not exist"));

  private Certainty() {}

  /// Returns what the rejection of a statement means.
  static RejectionKind of(Dialect dialect, HeldStatement held, Rejection rejection) {
    if (!held.isWhole()) {
      return RejectionKind.UNCERTAIN;
    }
    boolean unknown = isUnknown(rejection);
    return switch (rejection.code()) {
      case NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE ->
          unknown ? RejectionKind.GAP : RejectionKind.CERTAIN;
      case INVALID_ARGUMENT ->
          !unknown && KnownWords.are(new DdlText(dialect, held.original()))
              ? RejectionKind.CERTAIN
              : RejectionKind.UNCERTAIN;
      case INTERNAL, UNIMPLEMENTED ->
          matches(MISTAKES, rejection) ? RejectionKind.CERTAIN : RejectionKind.GAP;
      default -> RejectionKind.UNCERTAIN;
    };
  }

  /// Returns whether the emulator's words are about something that a newer Spanner may have.
  static boolean isUnknown(Rejection rejection) {
    return matches(UNKNOWN, rejection);
  }

  /// Returns whether the emulator has the object that a statement creates.
  static boolean isDuplicate(Rejection rejection) {
    return rejection.code() == StatusCode.ALREADY_EXISTS
        || rejection.message().startsWith("Duplicate name");
  }

  private static boolean matches(List<Pattern> patterns, Rejection rejection) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(rejection.message()).find());
  }
}
