package dev.spannerpipe.plan;

/// A place in the repository.
///
/// @param file the file's path relative to where the search path starts
/// @param line the line, from 1; 0 where it could not be found out
/// @param lastLine the last line of a statement that was made from several, such as the rows of a
///   data file; otherwise the same as `line`
public record SourceLocation(String file, int line, int lastLine) {
  /// A place of one line.
  public SourceLocation(String file, int line) {
    this(file, line, line);
  }

  /// Returns `file:line`, `file:first-last`, or the file alone where the line is not known.
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return file + ":" + line + (lastLine > line ? "-" + lastLine : "");
  }
}
