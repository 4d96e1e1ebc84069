package dev.spannerpipe.policy;

/// The origin of a policy.
///
/// @param file the path of the file, as it was configured
/// @param sha256 the SHA-256 of the file's content, in lowercase hexadecimal
/// @param advice whether the policy is only advisory, because its file comes from the Git branch
///   that the policy restricts, and anyone who can push can change the file
public record Origin(String file, String sha256, boolean advice) {
  /// Returns a sentence for the log, without a period.
  public String sentence() {
    String what = "Policy %s, SHA-256 %s".formatted(file, sha256);
    return advice
        ? what
            + ": this policy is only advisory, because it comes from the branch that it restricts, and anyone who can push can change it"
        : what;
  }
}
