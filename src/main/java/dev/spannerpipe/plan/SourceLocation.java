package dev.spannerpipe.plan;

/// A place in the repository.
///
/// @param file the file's path relative to where the search path starts
/// @param line the line, from 1; 0 where it could not be found out
public record SourceLocation(String file, int line) {
  /// Returns `file:line`, or the file alone where the line is not known.
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
