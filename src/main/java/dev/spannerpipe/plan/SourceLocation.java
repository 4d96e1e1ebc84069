package dev.spannerpipe.plan;

/// A place in the repository.
///
/// @param file the file's path, relative to the directory of the search path that contains the file
/// @param line the number of the line, counted from 1; 0 if it is not known
/// @param lastLine the last line of a statement that was made from several lines, such as the rows
///   of a data file; otherwise the same as `line`
public record SourceLocation(String file, int line, int lastLine) {
  /// Creates a location of one line.
  public SourceLocation(String file, int line) {
    this(file, line, line);
  }

  /// Returns `file:line`, `file:first-last`, or only the file if the line is not known.
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return file + ":" + line + (lastLine > line ? "-" + lastLine : "");
  }
}
