package dev.spannerpipe.config;

import java.util.List;
import java.util.Optional;

/// Determines which database a run uses, if any. Only `preview` can run without a database. It has
/// one if it gets credentials for Spanner, or another address of Spanner. The emulator of a preview
/// is only the place where changes are replayed, so it never is the preview's database. The same
/// holds for `adopt` if it has credentials or an address; otherwise its database is in the
/// emulator.
final class TargetRule {
  private static final List<Variable<?>> LEADING_TO_A_DATABASE =
      List.of(
          Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER,
          Variables.GOOGLE_SERVICE_ACCOUNT,
          Variables.GOOGLE_OIDC_CONFIG_FILE,
          Variables.SPANNER_ENDPOINT);

  private TargetRule() {}

  static boolean isPreview(ParsedValues values) {
    return values.find(Variables.COMMAND).equals(Optional.of(Command.PREVIEW));
  }

  /// Returns whether the run uses a database.
  static boolean hasTarget(ParsedValues values) {
    return !isPreview(values) || leadsToDatabase(values) || GoogleSource.of(values).isPresent();
  }

  private static boolean leadsToDatabase(ParsedValues values) {
    return LEADING_TO_A_DATABASE.stream().anyMatch(variable -> !values.isMissing(variable));
  }

  /// Returns whether an emulator that is given only replays changes.
  private static boolean isForReplay(ParsedValues values) {
    return isPreview(values)
        || (values.find(Variables.COMMAND).equals(Optional.of(Command.ADOPT))
            && leadsToDatabase(values));
  }

  /// Returns the emulator that is given only to replay changes.
  static Optional<String> replayEmulator(ParsedValues values) {
    return isForReplay(values) ? values.find(Variables.SPANNER_EMULATOR_HOST) : Optional.empty();
  }

  /// Returns the emulator that holds the run's database.
  static Optional<String> emulator(ParsedValues values) {
    return isForReplay(values) ? Optional.empty() : values.find(Variables.SPANNER_EMULATOR_HOST);
  }

  /// Returns whether an address of an emulator is given for the run's database, maybe a wrong one.
  static boolean isEmulatorGiven(ParsedValues values) {
    return !isForReplay(values) && !values.isMissing(Variables.SPANNER_EMULATOR_HOST);
  }
}
