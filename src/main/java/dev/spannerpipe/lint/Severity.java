package dev.spannerpipe.lint;

/// How much a finding matters, from the least to the most important.
public enum Severity {
  /// Good to know.
  INFO,
  /// The reviewer should think about it.
  WARNING,
  /// The change must not be merged in this form, unless a waiver gives a reason. Without a waiver,
  /// the preview ends with exit code 9.
  ERROR
}
