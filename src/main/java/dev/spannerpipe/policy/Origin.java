package dev.spannerpipe.policy;

/// The origin of a policy.
///
/// @param file the file, as it was specified
/// @param sha256 of its content, in lowercase hexadecimal
/// @param advice whether it comes from the branch that it restricts, so that anyone who can push
///   can change it
public record Origin(String file, String sha256, boolean advice) {
  /// Returns a sentence for the log, without a full stop.
  public String sentence() {
    String what = "Policy %s, SHA-256 %s".formatted(file, sha256);
    return advice
        ? what
            + ": this is advice, no boundary, as it comes from the branch that it restricts and whoever can push can change it"
        : what;
  }
}
