package dev.spannerpipe.credentials.aws;

import java.util.List;

/// The result of assuming a role.
///
/// @param arn the ARN of the assumed role, as AWS's audit log shows it
/// @param packedPolicyPercent how much of AWS's size limit for session policies is used, in percent
/// @param warnings warnings for the log, one sentence each, without a full stop
public record AssumedRole(
    AwsSession session, String arn, int packedPolicyPercent, List<String> warnings) {
  /// Copies the list of warnings.
  public AssumedRole {
    warnings = List.copyOf(warnings);
  }
}
