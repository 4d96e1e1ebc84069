package dev.spannerpipe.lint;

/// How much a finding matters. The order is that of the importance.
public enum Severity {
  /// Good to know.
  INFO,
  /// The reviewer should think about it.
  WARNING,
  /// The change must not be merged like this, unless a waiver says why. The preview ends with exit
  /// code 9.
  ERROR
}
