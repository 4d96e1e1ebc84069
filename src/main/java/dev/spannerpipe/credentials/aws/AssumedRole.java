package dev.spannerpipe.credentials.aws;

import java.util.List;

/// What AWS gave.
///
/// @param arn the assumed role, as AWS's audit log shows it
/// @param packedPolicyPercent how much of the room for policies is used, 0 to 100
/// @param warnings what a person should know, one sentence each without a full stop
public record AssumedRole(
    AwsSession session, String arn, int packedPolicyPercent, List<String> warnings) {
  /// Copies the list.
  public AssumedRole {
    warnings = List.copyOf(warnings);
  }
}
