package dev.spannerpipe.targets;

import java.util.Arrays;
import java.util.Optional;

/// The variables that a parameters file can set. There are no others: a file that somebody else
/// writes must not choose the policy, an endpoint, the trusted issuer, or whether data may be lost.
public enum TargetVariable {
  /// The Google Cloud project.
  PROJECT,
  /// The Spanner instance.
  SPANNER_INSTANCE,
  /// The Spanner database.
  SPANNER_DATABASE,
  /// The parameters of the changelog. The only variable whose value is not one text.
  CHANGELOG_PARAMETERS,
  /// The AWS region of the workflow.
  AWS_DEFAULT_REGION,
  /// The state machine that the workflow runs.
  STATE_MACHINE_ARN;

  /// Returns the variable with this name; empty if there is none.
  ///
  /// @param key the name in uppercase or lowercase letters
  static Optional<TargetVariable> of(String key) {
    return Arrays.stream(values())
        // Unlike equalsIgnoreCase, this accepts no letter outside of ASCII, such as a dotless i.
        .filter(variable -> key.matches("[A-Za-z_]+") && variable.name().equalsIgnoreCase(key))
        .findFirst();
  }
}
